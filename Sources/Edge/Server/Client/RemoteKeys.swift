import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import StarlingModel

/// The keys of a running server, through its API.
package struct RemoteKeys: KeyAdministration {
  /// Unit: bytes of an answer.
  private static let answerBytesMax = 16 << 20

  private let url: String
  private let key: String

  /// Asks a server with a key that has the scope admin.
  package init(url: String, key: String) {
    self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    self.key = key
  }

  /// All keys, revoked ones included, by number.
  package func list() async throws -> [KeyRecord] {
    let answer = try await send(.GET, "/api/keys", nil, expecting: 200)
    guard case .object(let members) = answer?.kind,
      case .list(let entries)? = members.first(where: { $0.name == "keys" })?.value.kind
    else { throw unreadable }
    return try entries.map(record)
  }

  /// Makes a key, which is shown once.
  package func create(name: String, scopes: KeyScopes) async throws -> NewKey {
    var json = JSONWriter()
    json.object { json in
      json.member("name", name)
      json.member("scopes", scopes.words) { $0.value($1) }
    }
    let answer = try await send(.POST, "/api/keys", json.buffer, expecting: 201)
    guard let answer, let secret = text(answer, "key") else { throw unreadable }
    return NewKey(record: try record(answer), secret: secret)
  }

  /// Makes a key invalid; `false` when there is no such one.
  package func revoke(_ id: Int64) async throws -> Bool {
    try await send(.DELETE, "/api/keys/\(id)", nil, expecting: 200) != nil
  }

  /// The answer; `nil` for 404.
  private func send(
    _ method: HTTPMethod, _ path: String, _ body: ByteBuffer?, expecting status: UInt
  ) async throws -> JSONNode? {
    var request = HTTPClientRequest(url: url + path)
    request.method = method
    request.headers.add(name: "authorization", value: "Bearer \(key)")
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(body)
    }
    do {
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
      let bytes = Array(
        try await response.body.collect(upTo: Self.answerBytesMax).readableBytesView)
      if response.status.code == 404 { return nil }
      let node = try JSONTreeReader.read(bytes)
      guard response.status.code == status else {
        throw ClientProblem(description: "\(url): \(text(node, "detail") ?? "\(response.status)")")
      }
      return node
    } catch let problem as ClientProblem {
      throw problem
    } catch {
      throw ClientProblem(description: "\(url): \(error); does the server run there?")
    }
  }

  private func record(_ node: JSONNode) throws -> KeyRecord {
    guard case .object(let members) = node.kind,
      case .number(let id)? = members.first(where: { $0.name == "id" })?.value.kind,
      case .list(let words)? = members.first(where: { $0.name == "scopes" })?.value.kind,
      let name = text(node, "name"), let prefix = text(node, "prefix"),
      let created = stamp(node, "created")
    else { throw unreadable }
    var scopes: KeyScopes = []
    for word in words {
      if case .text(let word) = word.kind, let scope = KeyScopes(word: word) {
        scopes.insert(scope)
      }
    }
    return KeyRecord(
      id: Int64(id), name: name, scopes: scopes, prefix: prefix, hash: [], created: created,
      revoked: stamp(node, "revoked"), lastUsed: stamp(node, "last_used"))
  }

  private func text(_ node: JSONNode, _ name: String) -> String? {
    guard case .object(let members) = node.kind,
      case .text(let text)? = members.first(where: { $0.name == name })?.value.kind
    else { return nil }
    return text
  }

  private func stamp(_ node: JSONNode, _ name: String) -> Stamp? {
    text(node, name).flatMap { Stamp(iso: $0) }
  }

  private var unreadable: ClientProblem {
    ClientProblem(description: "\(url): the answer is not that of a Starling server")
  }
}
