import Dispatch
import StarlingModel
import StarlingStore
import Synchronization

// What keeps a data directory in order while the loop runs, none of it urgent:
//
// 1. At the end of each hour of the clock how many people each segment has is written down.
// 2. Message ids that fill memory go into files, and files of one size become one.
// 3. Small chunks, which commits of few events leave, become large ones.
//
// The loop says when something is due and never waits for it. One thread does one thing at a time;
// a commit waits for one transaction of it at most, that of one group of chunks.

/// Does the work beside the loop that keeps the store small and quick.
final class Upkeep: Sendable {
  /// Length of an hour. Unit: ms.
  private static let hourMs: Int64 = 3_600_000
  /// Hours that are written down behind a jump of the clock at most: a week.
  private static let hoursMax: Int64 = 168
  /// Counts that wait for a disk that fails at most; the oldest are given up.
  private static let unsavedMax = 100_000

  private struct State {
    /// Number of the hour that goes on; `nil` before the first look at the clock.
    var hour: Int64?
    var unsaved: [SegmentCount] = []
    var lastLook = Int64.min
    var lastMerge = Int64.min
    var isBusy = false
  }

  private let store: Store
  private let options: LiveOptions
  private let observer: LiveObserver
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "starling.upkeep", qos: .background)

  /// - Parameter clock: Everything due by then was answered before; `.min` = nothing ever was.
  init(_ store: Store, _ options: LiveOptions, _ observer: LiveObserver, clock: Int64) {
    self.store = store
    self.options = options
    self.observer = observer
    state = Mutex(State(hour: clock == .min ? nil : Self.hour(of: clock)))
  }

  private static func hour(of instant: Int64) -> Int64 {
    instant >= 0 ? instant / hourMs : (instant + 1) / hourMs - 1
  }

  /// The beginnings of the hours that ended since the last call, in order. Unit: ms since 1970 UTC.
  func endedHours(at now: Int64) -> [Int64] {
    state.withLock { state in
      let current = Self.hour(of: now)
      let last = state.hour ?? current
      state.hour = max(last, current)
      if current <= last { return [] }
      return (max(last, current - Self.hoursMax)..<current).map { $0 * Self.hourMs }
    }
  }

  /// The end of an hour that began at an instant. Unit: ms since 1970 UTC.
  static func end(ofHour start: Int64) -> Int64 { start + hourMs }

  /// Has counts written down.
  func note(_ counts: [SegmentCount]) {
    state.withLock { state in
      state.unsaved += counts
      state.unsaved.removeFirst(max(0, state.unsaved.count - Self.unsavedMax))
    }
  }

  /// Begins what is due, unless something is still being done.
  func begin(at now: Int64) {
    let isMerge = state.withLock { state -> Bool? in
      let isLook = state.lastLook == .min || now - state.lastLook >= options.upkeepEveryMs
      if state.isBusy || (!isLook && state.unsaved.isEmpty) { return nil }
      if state.lastMerge == .min { state.lastMerge = now }
      let isMerge = now - state.lastMerge >= options.mergeEveryMs
      let isDue = isMerge || !state.unsaved.isEmpty || store.messageIDs.isCompactionDue
      state.lastLook = now
      if isMerge { state.lastMerge = now }
      state.isBusy = isDue
      return isDue ? isMerge : nil
    }
    guard let isMerge else { return }
    queue.async { self.work(isMerge: isMerge) }
  }

  /// Returns when nothing is being done.
  func wait() { queue.sync {} }

  private func work(isMerge: Bool) {
    attempt("keep segment counts") { () throws(StoreError) in
      let counts = state.withLock { $0.unsaved }
      if counts.isEmpty { return }
      try store.saveSegmentCounts(counts)
      state.withLock { $0.unsaved.removeFirst(counts.count) }
    }
    attempt("put message ids in order") { () throws(StoreError) in
      if store.messageIDs.isCompactionDue { try store.messageIDs.compact() }
    }
    attempt("merge small chunks") { () throws(StoreError) in
      if !isMerge { return }
      let fewer = try store.mergeSmallChunks()
      if fewer > 0 { observer.background(.merged(chunks: fewer)) }
    }
    state.withLock { $0.isBusy = false }
  }

  private func attempt(_ action: String, _ body: () throws(StoreError) -> Void) {
    do throws(StoreError) { try body() } catch {
      observer.background(.failed(action, error))
    }
  }
}
