// How long a client may take for each part of a conversation. A pure state machine with the time as
// a parameter; `PaceHandler` carries out what it says.
//
//     idle ──first byte──▶ header ──head──▶ body ──end──▶ answering ──answer written──▶ idle
//
// Each state but the answering has a time limit; the answering has one only while the client does
// not read. Pipelined requests count as one conversation: the pace is that of the latest part.

/// The pace of one connection. Unit of all times: ns of a clock that only grows.
struct ConnectionPace {
  /// The limits. Unit: ms.
  struct Limits: Sendable {
    var headerMs: Int
    var bodyMs: Int
    var idleMs: Int
    var readMs: Int

    /// Unit: ns.
    var shortestNs: Int64 { Int64(min(headerMs, bodyMs, idleMs, readMs)) * 1_000_000 }
  }

  /// What to do when the timer fires.
  enum Verdict: Equatable {
    /// Look again at this instant.
    case wait(untilNs: Int64)
    /// Answer 408 and close: a request was begun and has no answer.
    case refuse
    /// Close without a word.
    case close
  }

  private enum Part { case idle, header, body, answering }

  private let limits: Limits
  private var part = Part.idle
  private var sinceNs: Int64
  private var requestsOpen = 0
  private var isAnswerBegun = false
  /// Since when the client has left bytes unread.
  private var stuckSinceNs: Int64?

  init(_ limits: Limits, nowNs: Int64) {
    self.limits = limits
    sinceNs = nowNs
  }

  /// Bytes came, of whatever.
  mutating func receivedBytes(nowNs: Int64) {
    if part == .idle { move(to: .header, nowNs) }
  }

  /// The header of a request is complete.
  mutating func receivedHead(nowNs: Int64) {
    requestsOpen += 1
    move(to: .body, nowNs)
  }

  /// The body of a request is complete.
  mutating func receivedEnd(nowNs: Int64) {
    move(to: requestsOpen > 0 ? .answering : .idle, nowNs)
  }

  /// The header of an answer goes out.
  mutating func beganAnswer() { isAnswerBegun = true }

  /// An answer is complete.
  mutating func endedAnswer(nowNs: Int64) {
    requestsOpen = max(0, requestsOpen - 1)
    isAnswerBegun = false
    if part == .answering, requestsOpen == 0 { move(to: .idle, nowNs) }
  }

  /// The client reads, or leaves bytes unread.
  mutating func changed(isWritable: Bool, nowNs: Int64) {
    stuckSinceNs = isWritable ? nil : stuckSinceNs ?? nowNs
  }

  /// What to do now.
  func verdict(nowNs: Int64) -> Verdict {
    if let stuckSinceNs {
      let end = stuckSinceNs + Int64(limits.readMs) * 1_000_000
      return nowNs >= end ? .close : .wait(untilNs: end)
    }
    let limitMs: Int
    switch part {
    case .idle: limitMs = limits.idleMs
    case .header: limitMs = limits.headerMs
    case .body: limitMs = limits.bodyMs
    case .answering:
      // Nothing to wait for but the client's reading, which may get stuck from now on.
      return .wait(untilNs: nowNs + Int64(limits.readMs) * 1_000_000)
    }
    let end = sinceNs + Int64(limitMs) * 1_000_000
    if nowNs < end { return .wait(untilNs: end) }
    switch part {
    case .body where !isAnswerBegun: return .refuse
    case .header where requestsOpen == 0: return .refuse
    default: return .close
    }
  }

  private mutating func move(to next: Part, _ nowNs: Int64) {
    part = next
    sinceNs = nowNs
  }
}
