/// What a request is answered with.
struct DirectAnswer: Sendable {
  /// Pattern of the path, for logs and metrics.
  var route: String
  var status: Int
  /// Headers besides length, date and name of the request.
  var headers: [(name: String, value: String)]
  var body: [UInt8]
  /// First letters of the API key.
  var keyPrefix: String?
}
