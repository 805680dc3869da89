import Hummingbird

/// Which methods each path has, to tell a wrong method from a path that does not exist.
struct RouteIndex: Sendable {
  private let routes: [(parts: [Substring], method: String)]

  /// Indexes the routes of the API.
  init(_ routes: [ApiRoute]) {
    self.routes = routes.map { ($0.path.split(separator: "/"), $0.method.rawValue) }
  }

  /// The problem of a request to a path that exists, with a method that it does not have; `nil` for
  /// a path that does not exist.
  func problem(_ request: Request) -> Problem? {
    let parts = request.uri.path.split(separator: "/")
    // As in the router, a path in so many words goes before a pattern.
    let exact = routes.filter { $0.parts == parts }
    let matching = exact.isEmpty ? routes.filter { matches($0.parts, parts) } : exact
    var allowed = matching.map(\.method)
    if allowed.isEmpty { return nil }
    if allowed.contains("GET") { allowed.append("HEAD") }
    let list = allowed.joined(separator: ", ")
    return Problem(.wrongMethod, "this path has \(list) only", allowed: allowed)
  }

  private func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
    pattern.count == parts.count
      && zip(pattern, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
  }
}
