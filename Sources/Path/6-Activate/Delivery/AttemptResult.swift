/// How an attempt to deliver ended.
package enum AttemptResult: Equatable, Sendable {
  /// The target answered, with the text of its Retry-After header if it sent one.
  case answered(status: Int, retryAfter: String? = nil)
  /// No answer came. The text is one of a few fixed phrases, and holds nothing of the target's.
  case unanswered(String)
  /// It may not be sent there: the address is one that the server does not talk to.
  case refused(String)

  /// What it means for the delivery.
  package var verdict: AttemptVerdict {
    switch self {
    case .answered(let status, _): AttemptVerdict(status: status)
    case .unanswered: .retry
    case .refused: .giveUp
    }
  }

  /// What is shown of a failure: `status 503`, `no answer within 15 s`.
  package var problem: String {
    switch self {
    case .answered(let status, _): "status \(status)"
    case .unanswered(let text), .refused(let text): text
    }
  }
}
