import Hummingbird

/// API keys.
enum KeyRoutes {
  static func routes(_ ring: KeyRing) -> [ApiRoute] {
    [list(ring), create(ring), revoke(ring)]
  }

  private static func list(_ ring: KeyRing) -> ApiRoute {
    ApiRoute(
      .get, "/api/keys", .admin, "All API keys, without the keys themselves.",
      answers: [.json(.named("KeyList"), "The keys.")]
    ) { _ in
      JSONAnswer.make { json in
        json.object { $0.member("keys", ring.list) { $0.value($1) } }
      }
    }
  }

  private static func create(_ ring: KeyRing) -> ApiRoute {
    ApiRoute(
      .post, "/api/keys", .admin, "Makes an API key; the answer is the only time it is shown.",
      body: .json([
        .always("name", .text(minLength: 1, maxLength: KeyRing.nameLengthMax), "What to call it."),
        .always("scopes", .list(.choice(KeyScopes.allWords), minItems: 1), "What it allows."),
      ]),
      answers: [.json(.named("NewKey"), "The key.", status: 201)], problems: [.conflict]
    ) { call in
      var body = try await call.object()
      let name = try body.text("name", lengthMax: KeyRing.nameLengthMax)
      let scopes = try scopes(try body.texts("scopes"))
      try body.finish()
      let key = try await ring.create(name: name, scopes: scopes, now: WallClock.now())
      return JSONAnswer.make(status: .created) { $0.value(key.record, secret: key.secret) }
    }
  }

  /// The set of scopes of a list of words.
  static func scopes(_ words: [String]) throws(Problem) -> KeyScopes {
    var scopes: KeyScopes = []
    for word in words {
      guard let scope = KeyScopes(word: word) else {
        let list = KeyScopes.allWords.joined(separator: ", ")
        throw Problem(.badRequest, "scopes: \"\(word.prefix(40))\" is none of \(list)")
      }
      scopes.insert(scope)
    }
    if scopes.isEmpty { throw Problem(.badRequest, "scopes: a key needs at least one scope") }
    return scopes
  }

  private static func revoke(_ ring: KeyRing) -> ApiRoute {
    ApiRoute(
      .delete, "/api/keys/{key}", .admin, "Makes a key invalid, at once and for ever.",
      parameters: [.path("key", .number(1...Int64.max), "Number of the key.")],
      answers: [.json(.named("Key"), "The key.")], problems: [.notFound, .conflict]
    ) { call in
      let id = call.pathNumber("key")
      let others = ring.list.filter {
        $0.id != id && $0.revoked == nil && $0.scopes.contains(.admin)
      }
      if others.isEmpty, ring.list.contains(where: { $0.id == id && $0.revoked == nil }) {
        throw Problem(
          .conflict, "key \(id) is the last one with the scope admin; make another one first")
      }
      guard let record = try await ring.revoke(id, now: WallClock.now()) else {
        throw Problem(.notFound, "there is no key \(id); GET /api/keys lists all")
      }
      return JSONAnswer.make { $0.value(record) }
    }
  }
}
