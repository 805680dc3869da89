import HTTPTypes
import NIOHTTP1
import StarlingEngine

/// `GET /api/people/{person}/segments`, of the present.
struct DirectSegments: DirectRoute {
  private static let start = "/api/people/"
  private static let end = "/segments"

  let queries: any LiveQueries
  let ring: KeyRing

  func takes(_ head: HTTPRequestHead) -> Bool {
    head.method == .GET && head.uri.hasPrefix(Self.start) && head.uri.hasSuffix(Self.end)
  }

  func answer(
    _ request: DirectRequest, done: @escaping @Sendable (DirectAnswer) -> Void
  ) -> Bool {
    guard let field = request.head.headers.first(name: "authorization"),
      let secret = Gatekeeper.bearer(field),
      let grant = ring.knownGrant(secret, now: WallClock.now()), grant.scopes.isSuperset(of: .read),
      let person = Self.person(request.head.uri),
      let segments = queries.segmentsAtOnce(ofPerson: person)
    else { return false }
    var json = JSONWriter()
    json.value(segments)
    json.endLine()
    done(
      DirectAnswer(
        route: PeopleRoutes.segmentsPath, status: 200, headers: Self.headers, body: json.bytes,
        keyPrefix: grant.prefix))
    return true
  }

  private static let headers = JSONAnswer.fields.map { ($0.name.rawName, $0.value) }

  /// The identifier in a path; `nil` when it is not plain.
  private static func person(_ uri: String) -> String? {
    let bytes = uri.utf8.count - start.utf8.count - end.utf8.count
    if bytes < 1 || bytes > 1_024 { return nil }
    let text = uri.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count)
    guard !text.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") })
    else { return nil }
    return PercentText.decode(Substring(text))
  }
}
