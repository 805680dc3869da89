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
}
