import Synchronization

/// Counts the clients that watch changes, so that there are never more than allowed.
final class StreamSlots: Sendable {
  private let countMax: Int
  private let count = Atomic<Int>(0)

  init(max countMax: Int) {
    self.countMax = countMax
  }

  /// A place for as long as the object lives.
  ///
  /// - Throws: A `busy` problem when there is none.
  func take() throws(Problem) -> StreamSlot {
    let taken = count.wrappingAdd(1, ordering: .relaxed).newValue
    let slot = StreamSlot(self)
    if taken > countMax {
      throw Problem(
        .busy, "\(countMax) clients watch changes already; ask for pages, or raise streams-max",
        retryAfterSeconds: 10)
    }
    return slot
  }

  fileprivate func free() { count.wrappingSubtract(1, ordering: .relaxed) }

  /// Clients that watch now.
  var taken: Int { count.load(ordering: .relaxed) }
}

/// The place of one client; free again when the object is gone, however its answer ended.
final class StreamSlot: Sendable {
  private let slots: StreamSlots

  fileprivate init(_ slots: StreamSlots) {
    self.slots = slots
  }

  deinit { slots.free() }
}
