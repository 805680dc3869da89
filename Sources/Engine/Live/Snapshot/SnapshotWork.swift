import StarlingColumns
import StarlingStore
import StarlingTimeline

/// A state of the engine on its way to the disk: a copy that shares memory with the original until
/// that changes.
struct SnapshotWork: Sendable {
  /// What happened.
  let timeline: Timeline
  /// Number of the event behind the last one that was applied.
  let sequence: Int64
  /// Position of the last committed change; it and all before it are those of the events.
  let position: Int64
  /// All that is due up to and including this instant was answered. Unit: ms since 1970 UTC.
  let clock: Int64

  /// Writes the snapshot; when it fails the older ones stay.
  ///
  /// - Parameters:
  ///   - earlier: A snapshot of the same run or of the one that it went on from: who was announced
  ///     before it need not be read from the log.
  ///   - answers: Those to the present definitions, if they are to be kept.
  /// - Returns: Whether it has the answers.
  func write(
    to store: Store, after earlier: SnapshotReader?, answers: SnapshotAnswers?
  ) throws(StoreError) -> Bool {
    var announced = earlier.flatMap { self.announced(in: $0) } ?? AnnouncedMembers()
    try announced.read(store, through: position, timeline.identifiers)
    let head = SnapshotHead(
      sequence: sequence, clock: clock, position: position, tiles: timeline.packCount, of: store)
    var writer = try store.snapshotWriter(sequence: sequence)
    try writer.section("about", head.pack.span)
    try writer.section("shared", timeline.sharedPack.span)
    for index in 0..<timeline.packCount {
      try writer.section("tile.\(index)", timeline.pack(ofTile: index).span)
    }
    try writer.section("announced", announced.pack.span)
    var hasAnswers = false
    if let answers { hasAnswers = try write(answers, &writer) }
    try writer.finish()
    return hasAnswers
  }

  /// Writes the answers, and what they are answers to only when all are there.
  private func write(
    _ answers: SnapshotAnswers, _ writer: inout SnapshotWriter
  ) throws(StoreError) -> Bool {
    for index in 0..<answers.tiles {
      guard let copy = answers.tile(index) else { return false }
      try writer.section("states.\(index)", copy.pack(begun: answers.begun).span)
    }
    try writer.section("core", answers.head.pack.span)
    return true
  }

  /// Who was announced as of an earlier snapshot; `nil` when that cannot be read any more.
  private func announced(in reader: SnapshotReader) -> AnnouncedMembers? {
    guard let bytes = try? reader.array("announced", of: UInt8.self) else { return nil }
    return try? AnnouncedMembers(unpacking: bytes, identifiers: timeline.identifiers.count)
  }
}

/// The answers to all segments, to be kept in a snapshot.
struct SnapshotAnswers: Sendable {
  /// What they are answers to.
  let head: CoreHead
  /// By segment: when it came into force; `.min` = before that was noted. Unit: ms since 1970 UTC.
  let begun: [Int64]
  /// Number of tiles.
  let tiles: Int
  /// What is known of a tile's people; `nil` when it cannot be had any more.
  let tile: @Sendable (Int) -> StatesCopy?
}
