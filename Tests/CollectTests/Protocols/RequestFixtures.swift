import StarlingCollect
import StarlingColumns
import StarlingModel

/// When requests of tests come: 2026-03-02T12:00:00Z.
let receivedAt = Stamp(milliseconds: 1_772_452_800_000)

/// Parses one request with a parser of its own.
func collect(
  _ endpoint: CollectEndpoint, _ body: [UInt8], query: String = "", authorization: String? = nil,
  type: String? = nil, encoding: String? = nil, at: Stamp = receivedAt,
  mapping: WebhookMapping? = nil
) -> CollectedRequest {
  var parser = RequestParser()
  return parser.parse(
    CollectRequest(
      endpoint: endpoint, query: query, authorization: authorization, contentType: type,
      contentEncoding: encoding, receivedAt: at),
    body: body.span, mapping: mapping)
}

/// Parses one request with a body of text.
func collect(
  _ endpoint: CollectEndpoint, _ body: String, query: String = "", authorization: String? = nil,
  type: String? = nil, encoding: String? = nil, at: Stamp = receivedAt,
  mapping: WebhookMapping? = nil
) -> CollectedRequest {
  collect(
    endpoint, Array(body.utf8), query: query, authorization: authorization, type: type,
    encoding: encoding, at: at, mapping: mapping)
}

extension CollectedRequest {
  /// The reasons of what was not taken.
  var reasons: [RejectReason] { rejected.map(\.reason) }

  /// The answer's body as text.
  var answerText: String { String(decoding: answer.body, as: UTF8.self) }
}

extension Event {
  /// A property by its path, component by component.
  subscript(path: String...) -> Value? { properties[PropertyPath(path)] }
}

/// Batches of Segment calls.
let segmentBatch = CollectEndpoint.segmentBatch(isImport: false)
/// Single PostHog events.
let postHog = CollectEndpoint.postHog(isBatch: false)
