import StarlingModel
import Synchronization

/// Committed changes on their way to the worker, so that committing waits for nobody.
///
/// At most `pagesMax` pages wait. What comes while as many do is not kept: the worker is told how
/// far the log goes and reads it there.
package final class DeliveryInbox: Sendable {
  /// Pages that wait. One has the changes of a commit, some hundred at most times.
  private static let pagesMax = 64

  /// What waits, in order.
  let pages: AsyncStream<[MembershipChange]>
  private let continuation: AsyncStream<[MembershipChange]>.Continuation
  private let end = Atomic<Int64>(0)

  /// An empty inbox.
  package init() {
    (pages, continuation) = AsyncStream.makeStream(
      bufferingPolicy: .bufferingOldest(Self.pagesMax))
  }

  /// Takes changes that were committed; called by one thread at a time, in order.
  package func put(_ changes: [MembershipChange]) {
    guard let last = changes.last else { return }
    end.store(last.position, ordering: .releasing)
    continuation.yield(changes)
  }

  /// Ends `pages` behind what waits; what is put in later stays in the log.
  func close() { continuation.finish() }

  /// Position of the last change that was put in, kept or not.
  var lastPosition: Int64 { end.load(ordering: .acquiring) }
}
