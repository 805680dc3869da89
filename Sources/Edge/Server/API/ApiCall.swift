import HTTPTypes
import Hummingbird
import NIOCore
import StarlingEngine
import StarlingLanguage
import StarlingModel

/// A request to a route whose key and parameters were checked.
package struct ApiCall: Sendable {
  let request: Request
  let context: ServerContext
  /// Unit: bytes of the body.
  let bodyBytesMax: Int
  private var values: [String: ParameterValue] = [:]

  /// Checks all parameters of a request.
  ///
  /// - Throws: A `badRequest` problem for parameters that do not fit, that the route does not have,
  ///   or that come twice.
  init(
    _ request: Request, _ context: ServerContext, _ route: ApiRoute, bodyBytesMax: Int
  ) throws(Problem) {
    self.request = request
    self.context = context
    self.bodyBytesMax = bodyBytesMax
    for parameter in route.parameters where parameter.place == .path {
      guard let text = context.parameters.get(parameter.name),
        let decoded = PercentText.decode(text[...])
      else { throw Self.unreadable(parameter.name) }
      try set(parameter, decoded)
    }
    if let query = request.uri.query, !query.isEmpty { try readQuery(query, route) }
  }

  private mutating func readQuery(_ query: String, _ route: ApiRoute) throws(Problem) {
    for item in query.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first.flatMap({ PercentText.decode($0, plusIsBlank: true) }),
        let text = PercentText.decode(parts.count > 1 ? parts[1] : "", plusIsBlank: true)
      else { throw Self.unreadable(String(item.prefix(40))) }
      let parameter = route.parameters.first { $0.place == .query && $0.name == name }
      guard let parameter else { throw Self.unknown(name, route) }
      if values[name] != nil {
        throw Problem(.badRequest, "the parameter \(name) comes twice; send it once")
      }
      try set(parameter, text)
    }
  }

  private mutating func set(_ parameter: ApiParameter, _ text: String) throws(Problem) {
    guard let value = ParameterValue(text, as: parameter.kind) else {
      throw Problem(
        .badRequest,
        "\(parameter.name): \"\(text.prefix(100))\" does not fit; expected \(parameter.expectation)"
      )
    }
    values[parameter.name] = value
  }

  private static func unreadable(_ name: String) -> Problem {
    Problem(.badRequest, "\(name): the percent escapes of the URL do not give UTF-8 text")
  }

  private static func unknown(_ name: String, _ route: ApiRoute) -> Problem {
    let known = route.parameters.filter { $0.place == .query }.map(\.name)
    let hint = NearestName.find(name, among: known).map { "; did you mean \($0)?" } ?? ""
    let list = known.isEmpty ? "none" : known.joined(separator: ", ")
    return Problem(
      .badRequest, "there is no parameter \"\(name.prefix(40))\" here\(hint); it has \(list)")
  }
}

extension ApiCall {
  /// A text of the path. Only for parameters of the route's path.
  func path(_ name: String) -> String {
    guard case .text(let text) = values[name] else {
      preconditionFailure("\(name) is no text of the path")
    }
    return text
  }

  /// A number of the path. Only for parameters of the route's path.
  func pathNumber(_ name: String) -> Int64 {
    guard case .number(let number) = values[name] else {
      preconditionFailure("\(name) is no number of the path")
    }
    return number
  }

  /// A text, if it was given.
  func text(_ name: String) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  /// A number or a duration in ms, if it was given.
  func number(_ name: String) -> Int64? {
    if case .number(let number) = values[name] { number } else { nil }
  }

  /// How many entries the answer has at most.
  func limit(default usual: Int) -> Int { number("limit").map(Int.init) ?? usual }

  /// An instant, if it was given.
  func instant(_ name: String) -> Stamp? {
    if case .instant(let stamp) = values[name] { stamp } else { nil }
  }

  /// Names, none if they were not given.
  func names(_ name: String) -> [String] {
    if case .names(let names) = values[name] { names } else { [] }
  }

  /// The place where the page goes on, if one was given.
  var after: PageCursor? {
    if case .cursor(let cursor) = values["after"] { cursor } else { nil }
  }

  /// Who asks: the name of the key.
  var author: String { context.grant?.name ?? "" }

  /// Whether the client wants a media type, by name.
  func accepts(_ mediaType: String) -> Bool {
    request.headers[.accept]?.contains(mediaType) ?? false
  }

  /// All bytes of the body.
  func body() async throws -> ByteBuffer {
    var request = request
    return try await request.collectBody(upTo: bodyBytesMax)
  }

  /// The body as a JSON object.
  func object() async throws -> BodyObject {
    try BodyObject(Array(try await body().readableBytesView))
  }
}
