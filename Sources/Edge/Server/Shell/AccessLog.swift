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

  /// What is logged of a request.
  struct Entry {
    var method: String
    /// Pattern of the path.
    var route: String
    var path: String
    var status: Int
    /// Length of the answer's body; `nil` when it is not known.
    var bytes: Int?
    var requestID: String
    /// First letters of the API key.
    var keyPrefix: String?
    var address: String?
    var tookNs: Int64
  }

  /// Adds the line of a request.
  func add(_ request: Request, _ context: ServerContext, _ response: Response, tookNs: Int64) {
    add(
      Entry(
        method: Self.known(request.method),
        route: context.coreContext.endpointPath.value ?? "unknown", path: request.uri.path,
        status: response.status.code, bytes: response.body.contentLength,
        requestID: context.requestID, keyPrefix: context.grant?.prefix, address: context.address,
        tookNs: tookNs))
  }

  /// Adds a line.
  func add(_ entry: Entry) {
    let isProblem = entry.status >= 400
    guard choice == .all || (choice == .problems && isProblem) else { return }
    let path = isPersonal ? entry.path : entry.route
    if !isJSON {
      let line =
        "\(WallClock.now().iso) info request: \(entry.method) \(path) \(entry.status) "
        + "\(entry.tookNs / 1_000) us \(entry.requestID)\n"
      sink.add(line.utf8)
      return
    }
    var json = JSONWriter(capacity: 256)
    json.object { json in
      json.member("time", WallClock.now())
      json.member("level", isProblem && entry.status >= 500 ? "error" : "info")
      json.member("part", "request")
      json.member("id", entry.requestID)
      json.member("method", entry.method)
      json.member("path", path)
      json.member("status", entry.status)
      json.member("micros", entry.tookNs / 1_000)
      if let bytes = entry.bytes { json.member("bytes", bytes) }
      if let key = entry.keyPrefix { json.member("key", key) }
      if isPersonal, let address = entry.address { json.member("address", address) }
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
