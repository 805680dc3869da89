import Hummingbird
import StarlingModel

/// One line for each request: what was asked for, what the answer was, how long it took.
///
/// A line holds the pattern of the path and never its values, the query, headers or bodies; so keys
/// and people do not get into logs. With `log-personal` it holds the path as it was asked for and
/// the client's address.
struct AccessLog: Sendable {
  /// Which requests are logged.
  enum Choice: String, Sendable {
    case all, problems, none
  }

  let sink: LogSink
  let choice: Choice
  let isJSON: Bool
  let isPersonal: Bool

  /// Reads what the settings say.
  init(_ settings: ServerSettings, sink: LogSink) {
    self.sink = sink
    choice = Choice(rawValue: settings.logRequests) ?? .all
    isJSON = settings.logsJSON
    isPersonal = settings.logsPersonal
  }

  /// Adds the line of a request.
  func add(_ request: Request, _ context: ServerContext, _ response: Response, tookNs: Int64) {
    let isProblem = response.status.code >= 400
    guard choice == .all || (choice == .problems && isProblem) else { return }
    let path = isPersonal ? request.uri.path : context.coreContext.endpointPath.value ?? "unknown"
    let method = Self.known(request.method)
    if !isJSON {
      let line =
        "\(WallClock.now().iso) info request: \(method) \(path) \(response.status.code) "
        + "\(tookNs / 1_000) us \(context.requestID)\n"
      sink.add(line.utf8)
      return
    }
    var json = JSONWriter(capacity: 256)
    json.object { json in
      json.member("time", WallClock.now())
      json.member("level", isProblem && response.status.code >= 500 ? "error" : "info")
      json.member("part", "request")
      json.member("id", context.requestID)
      json.member("method", method)
      json.member("path", path)
      json.member("status", response.status.code)
      json.member("micros", tookNs / 1_000)
      if let bytes = response.body.contentLength { json.member("bytes", bytes) }
      if let key = context.grant?.prefix { json.member("key", key) }
      if isPersonal, let address = context.address { json.member("address", address) }
    }
    json.endLine()
    sink.add(json.bytes)
  }

  /// A method that is no standard one is the client's own text and not repeated.
  private static func known(_ method: HTTPRequest.Method) -> String {
    switch method {
    case .get, .head, .post, .put, .delete, .patch, .options: method.rawValue
    default: "other"
    }
  }
}
