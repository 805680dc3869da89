import StarlingColumns
import StarlingModel

/// Parses requests of every protocol into events.
///
/// 1. The body is decompressed and decoded (`BodyDecoder`), within the endpoint's limit.
/// 2. It is parsed as JSON; forms and queries are written as JSON first.
/// 3. The protocol's reader finds the key, and turns items into rows of a batch. Each item stands
///    or falls alone.
///
/// Synchronous, and the same for the same input. Each thread has a parser of its own, because it
/// keeps memory and guesses from request to request.
package struct RequestParser: ~Copyable {
  private var document = JSONDocument()
  private var rows = RequestRows()
  private var decoder = BodyDecoder()
  private var segment = SegmentReader()
  private var ga4 = GA4Reader()
  private var postHog = PostHogReader()

  /// A parser that has learnt nothing yet.
  package init() {}

  /// Parses a request.
  ///
  /// - Parameters:
  ///   - body: As it came.
  ///   - mapping: What a webhook's body means; without one a webhook is refused.
  package mutating func parse(
    _ request: CollectRequest, body: Span<UInt8>, mapping: WebhookMapping? = nil
  ) -> CollectedRequest {
    var collected = CollectedRequest(endpoint: request.endpoint, receivedAt: request.receivedAt)
    collected.writeKey = request.headKey
    rows.begin(receivedAt: request.receivedAt)
    do throws(RequestProblem) {
      try read(request, body, mapping, &collected)
      rows.finish(into: &collected)
    } catch {
      rows.finish(into: &collected)
      refuse(request, body, error, &collected)
    }
    for index in collected.rejected.indices {
      collected.rejected[index].endpoint = request.endpoint
    }
    if decoder.text.count > Limits.requestMemoryBytesMax {
      document = JSONDocument()
      rows = RequestRows()
      decoder = BodyDecoder()
    }
    return collected
  }

  private mutating func read(
    _ request: CollectRequest, _ body: Span<UInt8>, _ mapping: WebhookMapping?,
    _ collected: inout CollectedRequest
  ) throws(RequestProblem) {
    try decoder.decode(request, body)
    rows.textBytes = decoder.count
    let text = decoder.text
    let problem = document.parse(
      text.span, from: 0, to: decoder.count, isCall: request.endpoint.hasCalls)
    if let problem { throw RequestProblem(problem) }
    let tape = document.tape
    switch request.endpoint {
    case .segmentCall(let kind), .pixel(let kind):
      try segment.readCall(tape, kind, &rows, &collected)
    case .segmentBatch(let isImport):
      rows.isHistorical = isImport
      try segment.readBatch(tape, &rows, &collected)
    case .ga4(let isDebug):
      if isDebug {
        collected.answer = GA4Validation.answer(tape)
      } else {
        try ga4.read(tape, &rows)
      }
    case .postHog: try postHog.read(tape, FormItems(request.query), &rows, &collected)
    case .webhook:
      guard let mapping else {
        throw RequestProblem(
          404, nil, "the source has no mapping; give it one that names person and event")
      }
      try WebhookReader(mapping: mapping).read(tape, &rows)
    }
  }

  /// Notes a request that is refused as a whole.
  private func refuse(
    _ request: CollectRequest, _ body: Span<UInt8>, _ problem: RequestProblem,
    _ collected: inout CollectedRequest
  ) {
    if request.endpoint == .ga4(isDebug: true) {
      collected.answer = GA4Validation.answer(problem.detail)
      return
    }
    collected.answer = .refused(
      request.endpoint, status: problem.status, detail: problem.detail)
    if let reason = problem.reason, !body.isEmpty || decoder.count > 0 {
      let text = body.isEmpty ? decoder.text.span.extracting(first: decoder.count) : body
      collected.rejected.append(
        RejectedItem(item: nil, reason: reason, detail: problem.detail, raw: text))
    }
  }
}

extension CollectEndpoint {
  /// Whether a body has the shape of Segment calls, whose long numeric ids stay exact.
  fileprivate var hasCalls: Bool {
    switch self {
    case .segmentCall, .segmentBatch, .pixel: true
    case .ga4, .postHog, .webhook: false
    }
  }
}
