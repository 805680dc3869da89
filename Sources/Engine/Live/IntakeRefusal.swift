/// Nothing was kept of a request, and a later try may go well: a queue or a disk is full, or the
/// server is stopping.
package struct IntakeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of wait it is.
  package enum Cause: Hashable, Sendable {
    /// More comes in than can be written: the client should slow down.
    case busy
    /// Nothing can be taken at all, as while stopping or when the disk is full.
    case unavailable
  }

  /// What kind of wait it is.
  package var cause: Cause
  /// After how long a try makes sense.
  package var retryAfterSeconds: Int
  /// What is the matter and what to do, one sentence.
  package var detail: String

  /// States why nothing was kept.
  package init(_ cause: Cause, retryAfterSeconds: Int, _ detail: String) {
    self.cause = cause
    self.retryAfterSeconds = max(1, retryAfterSeconds)
    self.detail = detail
  }

  /// The detail.
  package var description: String { detail }
}
