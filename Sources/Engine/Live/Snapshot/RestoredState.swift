import StarlingColumns
import StarlingStore
import StarlingTimeline

/// What a snapshot knows.
struct RestoredState {
  /// The answers to all segments as of `head.clock`.
  struct Answers {
    var head: CoreHead
    /// By tile.
    var tiles: [TileBeginning]

    /// Whether nobody must be asked anew.
    var isWhole: Bool { tiles.allSatisfy(\.unasked.isEmpty) }
  }

  /// Answers go on over so many events at least; behind more than that, and more than take as long
  /// as to ask about everybody, all are answered anew.
  private static let resumedEventsMin: Int64 = 200_000
  /// So many answers are found in the time that an event takes.
  private static let answersOfEvent: Int64 = 20

  /// What it is of.
  let head: SnapshotHead
  /// What happened until then.
  var timeline: Timeline
  /// Who was announced to be in which segment as of `head.position`.
  let announced: AnnouncedMembers
  /// The answers, if the snapshot has those that are wanted.
  let answers: Answers?

  /// The newest snapshot of a store that is sound and of its log.
  ///
  /// - Parameters:
  ///   - wanted: What answers are wanted to.
  ///   - appliedSequence: Number of the event behind the last one whose effects are in the log.
  ///   - problems: Gets why newer ones were passed over.
  /// - Returns: `nil` when there is none: the log gives the same state.
  static func newest(
    _ store: Store, _ wanted: CoreHead, sessionGapMs: Int64, appliedSequence: Int64,
    problems: inout [String]
  ) throws(StoreError) -> RestoredState? {
    let found = try store.snapshots()
    problems += found.problems.map(\.description)
    for reader in found.readers {
      do {
        return try RestoredState(
          reader, store, wanted, sessionGapMs: sessionGapMs, appliedSequence: appliedSequence)
      } catch {
        problems.append("snapshot \(reader.sequence) is passed over: \(error)")
      }
    }
    return nil
  }

  private init(
    _ reader: SnapshotReader, _ store: Store, _ wanted: CoreHead, sessionGapMs: Int64,
    appliedSequence: Int64
  ) throws {
    let head = try SnapshotHead(unpacking: reader.array("about"))
    if let problem = head.problem(store) { throw PackProblem(offset: 0, problem) }
    // What all tiles share takes longest, so it is begun first.
    let parts = try Workers.perCore.map(
      head.tiles + 1, grain: 1, start: { _ in () },
      { _, range in try Part(range.lowerBound, reader, sessionGapMs: sessionGapMs) })
    guard case .shared(var timeline) = parts[0] else {
      throw PackProblem(offset: 0, "it has no timeline")
    }
    try timeline.install(
      parts.compactMap { part in
        if case .tile(let tile) = part { tile } else { nil }
      })
    self.head = head
    announced = try AnnouncedMembers(
      unpacking: reader.array("announced"), identifiers: timeline.identifiers.count)
    let all = Int64(timeline.places) * Int64(wanted.roots.count)
    let limit = max(Self.resumedEventsMin, all / Self.answersOfEvent)
    answers =
      appliedSequence - head.sequence > limit ? nil : try Self.answers(to: wanted, reader)
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

  /// The answers to the wanted definitions; `nil` when the snapshot has none, or those to others.
  private static func answers(to wanted: CoreHead, _ reader: SnapshotReader) throws -> Answers? {
    guard reader.sections.contains(where: { $0.name == "core" }) else { return nil }
    guard let head = try CoreHead(unpacking: reader.array("core")), head.fits(wanted) else {
      return nil
    }
    let count = reader.sections.count { $0.name.hasPrefix("states.") }
    let segments = wanted.roots.count
    let tiles = try Workers.perCore.map(
      count, grain: 1, start: { _ in () },
      { _, range in
        try TileBeginning(
          unpacking: reader.array("states.\(range.lowerBound)"), segments: segments)
      })
    return Answers(head: head, tiles: tiles)
  }
}
