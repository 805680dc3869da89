import Hummingbird

/// Sources: who may send events.
enum SourceRoutes {
  private static let id = ApiParameter.path(
    "source", .number(1...Int64(UInt32.max)), "Number of the source.")
  private static let limits = ApiMember.maybe(
    "limits",
    .orNull(
      .object([
        .maybe("strict", .orNull(.truth), "Whether one bad item refuses a whole request."),
        .maybe("items_per_second", .orNull(.integer(minimum: 1)), "Over time; none without."),
      ])), "Limits of its own.")
  private static let kinds = SourceKind.allCases.map(\.rawValue)

  /// - Parameter mappingProblem: What is wrong with a webhook's mapping; `nil` when it is fine.
  static func routes(
    _ desk: SourceDesk, _ mappingProblem: @escaping @Sendable (String) -> String?
  ) -> [ApiRoute] {
    [list(desk), create(desk, mappingProblem), change(desk), rotate(desk)]
  }

  private static func list(_ desk: SourceDesk) -> ApiRoute {
    ApiRoute(
      .get, "/api/sources", .admin, "All sources, without their write keys.",
      answers: [.json(.named("SourceList"), "The sources.")]
    ) { _ in
      let sources = try await desk.list()
      return JSONAnswer.make { json in
        json.object { $0.member("sources", sources) { $0.value($1) } }
      }
    }
  }

  private static func create(
    _ desk: SourceDesk, _ mappingProblem: @escaping @Sendable (String) -> String?
  ) -> ApiRoute {
    ApiRoute(
      .post, "/api/sources", .admin,
      "Makes a source; the answer is the only time that its write key is shown.",
      body: .json([
        .always(
          "name", .text(minLength: 1, maxLength: SourceDesk.nameLengthMax), "What to call it."),
        .always("kind", .choice(kinds), "The protocol that it speaks."),
        limits, .maybe("mapping", .orNull(.map(.anything)), "For webhooks: where the fields are."),
      ]),
      answers: [.json(.named("NewSource"), "The source.", status: 201)], problems: [.conflict]
    ) { call in
      var body = try await call.object()
      let name = try body.text("name", lengthMax: SourceDesk.nameLengthMax)
      let word = try body.text("kind", lengthMax: 20)
      guard let kind = SourceKind(rawValue: word) else {
        throw Problem(.badRequest, "kind: expected one of \(kinds.joined(separator: ", "))")
      }
      let limits = try Self.limits(&body)
      let mapping = try body.optionalObject("mapping")
      try body.finish()
      if let mapping, kind != .webhook {
        throw Problem(
          .badRequest, "mapping: only webhooks have one, not \(word): \(mapping.count) B")
      }
      if let problem = mapping.flatMap(mappingProblem) {
        throw Problem(.badRequest, "mapping: \(problem)")
      }
      let (record, secret) = try await desk.create(
        name: name, kind: kind, limits: limits, mapping: mapping, now: WallClock.now())
      return JSONAnswer.make(status: .created) { $0.value(record, secret: secret) }
    }
  }

  private static func change(_ desk: SourceDesk) -> ApiRoute {
    ApiRoute(
      .patch, "/api/sources/{source}", .admin,
      "Names a source anew, limits it, refuses its events, or accepts them again.",
      parameters: [id],
      body: .json([
        .maybe("name", .orNull(.text(minLength: 1, maxLength: SourceDesk.nameLengthMax))),
        .maybe("disabled", .orNull(.truth), "Whether its events are refused."), limits,
      ]),
      answers: [.json(.named("Source"), "The source.")], problems: [.notFound, .conflict]
    ) { call in
      var body = try await call.object()
      let name = try body.optionalText("name", lengthMax: SourceDesk.nameLengthMax)
      let isDisabled = try body.optionalTruth("disabled")
      let limits = try Self.limits(&body)
      try body.finish()
      if name?.isEmpty == true { throw Problem(.badRequest, "name: the text is empty") }
      let record = try await desk.change(
        UInt32(call.pathNumber("source")), name: name, isDisabled: isDisabled, limits: limits,
        now: WallClock.now())
      return JSONAnswer.make { $0.value(record) }
    }
  }

  /// The limits of a body, checked and written in our own way.
  private static func limits(_ body: inout BodyObject) throws(Problem) -> String? {
    guard let json = try body.optionalObject("limits") else { return nil }
    do throws(Problem) { return try SourceLimits(reading: json).text } catch {
      throw Problem(.badRequest, "limits: \(error.detail)")
    }
  }

  private static func rotate(_ desk: SourceDesk) -> ApiRoute {
    ApiRoute(
      .post, "/api/sources/{source}/key", .admin,
      "Gives a source a new write key; the old one is invalid at once.", parameters: [id],
      answers: [.json(.named("NewSource"), "The source with its new key.")],
      problems: [.notFound]
    ) { call in
      let (record, secret) = try await desk.rotate(UInt32(call.pathNumber("source")))
      return JSONAnswer.make { $0.value(record, secret: secret) }
    }
  }
}
