import StarlingColumns
import StarlingStore
import StarlingTimeline

/// The events behind a snapshot, or all of them, in two parts: those whose effects are in the log
/// of changes, and those that follow.
struct RecoveredLog {
  /// Events whose effects were announced, as they were committed; with a snapshot only.
  var applied: [StoredBatch] = []
  /// The same without a snapshot: a timeline.
  var timeline: Timeline?
  /// Events whose effects were not.
  var rest: [StoredBatch] = []
  /// Damaged chunks, which were passed over.
  var damages: [String] = []

  /// The events behind a snapshot.
  init(_ store: Store, from start: Int64, through end: Int64) throws(StoreError) {
    var applied: [StoredBatch] = []
    try read(store, from: start) { stored in
      if stored.firstSequence < end { applied.append(stored) } else { return false }
      return true
    }
    self.applied = applied
  }

  /// All events.
  ///
  /// - Parameter isFresh: Whether nothing was ever applied: then leading imports of history count
  ///   as applied.
  init(
    all store: Store, sessionGapMs: Int64, through end: Int64, isFresh: Bool
  ) throws {
    var applied = end
    var isLeading = isFresh
    var builder = TimelineBuilder(sessionGapMs: sessionGapMs, keepsSequences: true)
    try read(store, from: 0) { stored in
      isLeading = isLeading && stored.batch.isHistorical
      if isLeading { applied = stored.firstSequence + Int64(stored.batch.events.count) }
      if stored.firstSequence >= applied { return false }
      builder.append(
        stored.batch.events, firstSequence: UInt32(truncatingIfNeeded: stored.firstSequence),
        known: stored.batch.known)
      return true
    }
    let count = builder.prepare()
    let works = (0..<count).map { builder.take($0) }
    let tiles = try Workers.perCore.map(
      count, grain: 4, start: { _ in () },
      { _, range in
        range.map { index in works[index].seal { store.knownMessageIDs($0) } }
      })
    timeline = builder.finish(tiles.flatMap(\.self))
  }

  /// Hands over the batches of the log; those that `take` refuses are the rest.
  private mutating func read(
    _ store: Store, from start: Int64, _ take: (StoredBatch) -> Bool
  ) throws(StoreError) {
    var rest: [StoredBatch] = []
    var damages: [String] = []
    try store.readEvents(from: start) { reading throws(StoreError) in
      switch reading {
      case .damaged(let damage): damages.append("\(damage)")
      case .events(let batches):
        for stored in batches where !take(stored) { rest.append(stored) }
      }
    }
    self.rest = rest
    self.damages = damages
  }
}

extension Timeline {
  /// Adds events that were applied before, and brings all that waits in tails into tiles, so that
  /// everybody can be answered at once.
  mutating func catchUp(_ batches: [StoredBatch], _ store: Store) throws {
    for stored in batches {
      _ = append(
        stored.batch.events, firstSequence: UInt32(truncatingIfNeeded: stored.firstSequence),
        known: stored.batch.known
      ) { store.knownMessageIDs($0) }
    }
    let sealings = unsealed.map { sealing($0) }
    let tiles = try Workers.perCore.map(
      sealings.count, grain: 1, start: { _ in () },
      { _, range in range.map { sealings[$0].tile() } })
    for (sealing, tile) in zip(sealings, tiles.flatMap(\.self)) { install(tile, of: sealing) }
  }
}
