import NIOHTTP1
import StarlingCollect
import StarlingEngine

/// Requests of servers that bring events, when their source is as it should be.
extension CollectRoutes: DirectRoute {
  private static let endpoints = Dictionary(uniqueKeysWithValues: CollectEndpoint.paths)

  func takes(_ head: HTTPRequestHead) -> Bool {
    guard head.method == .POST, let endpoint = Self.endpoints[head.uri] else { return false }
    switch endpoint {
    case .segmentCall, .segmentBatch, .postHog:
      return !head.headers.contains(name: "content-encoding")
    case .ga4, .pixel, .webhook: return false
    }
  }

  func answer(
    _ request: DirectRequest, done: @escaping @Sendable (DirectAnswer) -> Void
  ) -> Bool {
    let path = request.head.uri
    guard let endpoint = Self.endpoints[path] else { return false }
    let head = CollectRequest(
      endpoint: endpoint, authorization: request.head.headers.first(name: "authorization"),
      contentType: request.head.headers.first(name: "content-type"), receivedAt: now())
    let collected = parsers.parse(head, body: request.body, mapping: nil)
    guard !collected.isUnreadable, !collected.hasConflictingKeys, let key = collected.writeKey,
      let source = sources.known(writeKey: key), problem(of: source, endpoint) == nil
    else { return false }
    switch step(collected, source, head) {
    case .answer(let answer): done(DirectAnswer(answer, path))
    case .offer(let collected):
      intake.offer(collected.batch(from: source.id), rejected: collected.rejected) { refusal in
        let answer = refusal.map { self.answer(to: $0, endpoint) } ?? collected.answer
        done(DirectAnswer(answer, path))
      }
    }
    return true
  }
}

extension DirectAnswer {
  fileprivate init(_ answer: CollectAnswer, _ path: String) {
    self.init(
      route: path, status: answer.status, headers: answer.headers.map { ($0.name, $0.value) },
      body: answer.body, keyPrefix: nil)
  }
}
