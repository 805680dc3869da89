import Dispatch
import StarlingColumns
import StarlingStore
import Synchronization

/// Knows when a snapshot is due, and writes them, one at a time, beside the loop.
final class SnapshotKeeper: Sendable {
  private struct State {
    /// The latest one that goes on into this run: opened or written by it.
    var last: Int64?
    /// What its answers are answers to; `nil` when it has none.
    var definitions: [UInt8]?
    var isWriting = false
    /// Until when the disk and the processor rest from the last one. Unit: ns of the observer's
    /// clock.
    var restsUntil = Int64.min
  }

  private let store: Store
  private let options: LiveOptions
  private let observer: LiveObserver
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "starling.snapshots", qos: .background)

  /// - Parameters:
  ///   - last: The snapshot that was opened.
  ///   - definitions: What its answers are answers to, if it has any.
  init(
    _ store: Store, _ options: LiveOptions, _ observer: LiveObserver, last: Int64?,
    definitions: [UInt8]?
  ) {
    self.store = store
    self.options = options
    self.observer = observer
    state = Mutex(State(last: last, definitions: definitions))
  }

  /// Whether enough came since the last one to write one while the loop goes on.
  ///
  /// While very much comes one would follow the other, which takes a core from whoever sends: then
  /// there is a pause between them, as long as opening does not take much longer by it.
  func isDue(at sequence: Int64) -> Bool {
    let now = observer.nanoseconds()
    return state.withLock { state in
      let last = state.last ?? 0
      let share = Int64(Double(last) * options.snapshotShare)
      let least = max(options.snapshotEventsMin, share)
      let news = sequence - last
      if state.isWriting || news < least { return false }
      return now >= state.restsUntil || news >= 4 * least
    }
  }

  /// Whether a last one is worth while when the loop has ended.
  func isWanted(at sequence: Int64, _ head: CoreHead) -> Bool {
    state.withLock { state in
      if sequence < options.snapshotAtStopMin { return false }
      let news = sequence - (state.last ?? 0)
      return news >= options.snapshotAtStopMin || state.definitions != head.definitions
    }
  }

  /// Writes one in the background.
  ///
  /// - Parameter end: Called when the answers are needed no longer.
  func begin(
    _ work: SnapshotWork, _ answers: SnapshotAnswers?, end: @escaping @Sendable () -> Void
  ) {
    state.withLock { $0.isWriting = true }
    queue.async {
      self.write(work, answers)
      end()
    }
  }

  /// Writes one, after the one that is being written, and returns when it is there.
  func finish(_ work: SnapshotWork, _ answers: SnapshotAnswers) {
    queue.sync { write(work, answers) }
  }

  /// Whether one is being written in the background.
  var isWriting: Bool { state.withLock { $0.isWriting } }

  /// Returns when nothing is being written.
  func wait() { queue.sync {} }

  private func write(_ work: SnapshotWork, _ answers: SnapshotAnswers?) {
    let start = observer.nanoseconds()
    let last = state.withLock { $0.last }
    do throws(StoreError) {
      let earlier = try store.snapshots().readers.first { $0.sequence == last }
      let hasAnswers = try work.write(to: store, after: earlier, answers: answers)
      let length = observer.nanoseconds() - start
      state.withLock { state in
        state.restsUntil = start + length * options.snapshotPause
        state.last = work.sequence
        state.definitions = hasAnswers ? answers?.head.definitions : nil
      }
      observer.background(
        .snapshot(sequence: work.sequence, nanoseconds: length))
    } catch {
      // The log has everything: opening takes longer, and the next try comes with more events.
      state.withLock { $0.last = max($0.last ?? 0, work.sequence - options.snapshotEventsMin / 2) }
      observer.background(.failed("write a snapshot", error))
    }
    state.withLock { $0.isWriting = false }
  }
}
