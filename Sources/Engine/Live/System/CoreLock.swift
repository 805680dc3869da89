import Synchronization

/// The live core, for one at a time: the loop or a question.
///
/// `Mutex` itself would ask that closures over the core be sendable, which questions are not.
final class CoreLock: @unchecked Sendable {
  // Sendable because the core is reached only while `lock` is held.
  private let lock = Mutex(())
  private var core: LiveCore

  init(_ core: consuming LiveCore) {
    self.core = core
  }

  /// Calls `body` with the core; others wait meanwhile.
  func withLock<Answer, Failure: Error>(
    _ body: (inout LiveCore) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try lock.withLock { _ throws(Failure) in try body(&core) }
  }

  /// Calls `body` with the core unless somebody else has it for longer than a question takes.
  func withLockAtOnce<Answer>(_ body: (inout LiveCore) -> Answer) -> Answer? {
    for _ in 0..<Self.attempts {
      if let answer = lock.withLockIfAvailable({ _ in body(&core) }) { return answer }
    }
    return nil
  }

  /// Some ten microseconds.
  private static let attempts = 500
}
