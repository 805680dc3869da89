/// What the end of an attempt means for the delivery.
package enum AttemptVerdict: Equatable, Sendable {
  /// The target has it.
  case delivered
  /// Try again later.
  case retry
  /// Trying again cannot help: a dead letter at once.
  case giveUp

  /// The verdict on a status of HTTP.
  ///
  /// 2xx is success. 408, 425, 429 and 5xx say that it may work later, except 501 and 505, which
  /// say that it never will. Everything else, redirects included, means that the target's address
  /// or code is wrong, which a person must mend.
  package init(status: Int) {
    switch status {
    case 200...299: self = .delivered
    case 501, 505: self = .giveUp
    case 408, 425, 429, 500...599: self = .retry
    default: self = .giveUp
    }
  }
}
