import StarlingColumns
import StarlingStore
import StarlingTimeline

/// What a snapshot knows.
struct RestoredState {
  /// What it is of.
  let head: SnapshotHead
  /// What happened until then.
  var timeline: Timeline
  private let reader: SnapshotReader

  /// The newest snapshot of a store that is sound and of its log.
  ///
  /// - Parameter problems: Gets why newer ones were passed over.
  /// - Returns: `nil` when there is none: the log gives the same state.
  static func newest(
    _ store: Store, sessionGapMs: Int64, problems: inout [String]
  ) throws(StoreError) -> RestoredState? {
    let found = try store.snapshots()
    problems += found.problems.map(\.description)
    for reader in found.readers {
      do {
        return try RestoredState(reader, store, sessionGapMs: sessionGapMs)
      } catch {
        problems.append("snapshot \(reader.sequence) is passed over: \(error)")
      }
    }
    return nil
  }

  private init(_ reader: SnapshotReader, _ store: Store, sessionGapMs: Int64) throws {
    let head = try SnapshotHead(unpacking: reader.array("about"))
    if let problem = head.problem(store) { throw PackProblem(offset: 0, problem) }
    // What all tiles share takes longest, so it is begun first.
    let parts = try Workers.perCore.map(head.tiles + 1, grain: 1, start: { _ in () }) { _, range in
      try Part(range.lowerBound, reader, sessionGapMs: sessionGapMs)
    }
    guard case .shared(var timeline) = parts[0] else {
      throw PackProblem(offset: 0, "it has no timeline")
    }
    try timeline.install(
      parts.compactMap { part in
        if case .tile(let tile) = part { tile } else { nil }
      })
    self.head = head
    self.reader = reader
    self.timeline = timeline
  }

  /// One part of the timeline.
  private enum Part: Sendable {
    case shared(Timeline)
    case tile(UnpackedTile)

    init(_ number: Int, _ reader: SnapshotReader, sessionGapMs: Int64) throws {
      if number == 0 {
        self = .shared(
          try Timeline(unpackingShared: reader.array("shared"), sessionGapMs: sessionGapMs))
      } else {
        self = .tile(
          try Timeline.part(
            unpacking: reader.array("tile.\(number - 1)"), sessionGapMs: sessionGapMs))
      }
    }
  }

  /// Who was announced to be in which segment as of `head.position`.
  func announced() throws -> AnnouncedMembers {
    try AnnouncedMembers(
      unpacking: reader.array("announced"), identifiers: timeline.identifiers.count)
  }

  /// The answers to the wanted definitions as of `head.clock`; `nil` when the snapshot has none, or
  /// those to others.
  func answers(to wanted: CoreHead) throws -> (head: CoreHead, tiles: [TileBeginning])? {
    guard reader.sections.contains(where: { $0.name == "core" }) else { return nil }
    let head = try CoreHead(unpacking: reader.array("core"))
    if !head.fits(wanted) { return nil }
    let count = reader.sections.count { $0.name.hasPrefix("states.") }
    let segments = wanted.roots.count
    let tiles = try Workers.perCore.map(count, grain: 1, start: { _ in () }) { _, range in
      try TileBeginning(
        unpacking: reader.array("states.\(range.lowerBound)"), segments: segments)
    }
    return (head, tiles)
  }
}
