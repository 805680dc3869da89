import StarlingCollect
import StarlingColumns
import StarlingTimeline

/// Takes parsed chunks in their order: what one thread at a time may do.
struct ImportLedger: ~Copyable {
  private var builder: TimelineBuilder
  private var messageIDs: MessageIDSet
  private var quarantine: QuarantineWriter
  private let isStrict: Bool
  private(set) var summary = ImportSummary()

  init(_ options: ImportOptions) throws(CollectError) {
    builder = TimelineBuilder(sessionGapMs: options.sessionGapMs)
    messageIDs = try MessageIDSet(directory: options.scratchFolder, idsMax: options.eventsMax)
    quarantine = QuarantineWriter(options.quarantine)
    isStrict = options.isStrict
  }

  /// Adds the chunk that follows the one before.
  mutating func add(_ chunk: ParsedChunk) throws {
    for rejection in chunk.rejections {
      if isStrict { throw ImportError.rejected(rejection) }
      try quarantine.write(rejection)
    }
    let firstSequence = UInt32(messageIDs.count)
    let known = try messageIDs.insert(chunk.batch)
    let latest = builder.latest
    builder.append(chunk.batch, firstSequence: firstSequence, known: known)
    if builder.latest > latest { summary.latestFile = chunk.file }
    summary.events += chunk.batch.count - known.count
    summary.duplicates += known.count
    summary.add(chunk.misfits)
    summary.lines += chunk.lines
    summary.bytes += chunk.bytes
  }

  /// Ends the adding; gives the number of tiles to seal.
  mutating func prepare() throws -> Int {
    try quarantine.finish()
    summary.rejected = quarantine.counts
    summary.quarantinePath = quarantine.path
    summary.hasReplacedQuarantine = quarantine.hasReplaced
    messageIDs.endInserting()
    return builder.prepare()
  }

  /// Takes a tile out to be sealed.
  mutating func take(_ tile: Int) -> StagedTileWork { builder.take(tile) }

  /// The message ids of arrival numbers.
  func ids(of sequences: [UInt32]) throws(CollectError) -> [[UInt8]] {
    try messageIDs.ids(of: sequences)
  }

  /// Puts the sealed tiles, in order, together.
  mutating func finish(_ tiles: [Tile]) -> ImportedTimeline {
    let timeline = builder.finish(tiles)
    builder = TimelineBuilder(sessionGapMs: 0)
    summary.people = timeline.peopleCount
    return ImportedTimeline(timeline: timeline, summary: summary)
  }
}
