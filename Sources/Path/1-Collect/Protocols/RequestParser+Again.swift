import StarlingColumns
import StarlingModel

extension RequestParser {
  /// Reads again what was refused of a request, as it was or mended: a whole body, or one item.
  ///
  /// Keys are not looked for: whose the item is was known when it came.
  ///
  /// - Parameters:
  ///   - endpoint: Where the request went.
  ///   - receivedAt: When it came.
  ///   - mapping: What a webhook's body means.
  package mutating func parseAgain(
    _ raw: [UInt8], from endpoint: CollectEndpoint, receivedAt: Stamp,
    mapping: WebhookMapping? = nil
  ) -> CollectedRequest {
    var endpoint = endpoint
    // The calls of queries were kept as JSON.
    if case .pixel(let kind) = endpoint { endpoint = .segmentCall(kind) }
    let request = CollectRequest(endpoint: endpoint, receivedAt: receivedAt)
    let whole = parse(request, body: raw.span, mapping: mapping)
    guard whole.events.count == 0, whole.rejected.contains(where: { $0.item == nil }) else {
      return whole
    }
    switch endpoint {
    case .segmentBatch:
      let body = Array(#"{"batch":["#.utf8) + raw + Array("]}".utf8)
      return parse(request, body: body.span)
    case .webhook:
      guard var ofItem = mapping, ofItem.events != nil else { return whole }
      ofItem.events = nil
      return parse(request, body: raw.span, mapping: ofItem)
    case .segmentCall, .ga4, .postHog, .pixel: return whole
    }
  }
}
