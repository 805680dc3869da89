import StarlingColumns
import StarlingModel

/// What the one writer of a store keeps between commits: the next numbers, and memory to encode in.
struct StoreWriter: ~Copyable {
  /// One row of `chunks` or `change_chunks`.
  struct Chunk {
    var first: Int64
    var count: Int
    var bytes: [UInt8]
  }

  /// Number of the next event.
  var nextSequence: Int64
  /// Position of the next change.
  var nextPosition: Int64
  private var encoder = EventSectionEncoder()
  private var columns = ColumnWriter()
  private let compressor: Compressor

  init(nextSequence: Int64, nextPosition: Int64, level: Int32) {
    self.nextSequence = nextSequence
    self.nextPosition = nextPosition
    compressor = Compressor(level: level)
  }

  /// Changes in one chunk at most: some 20 bytes each uncompressed.
  private static let changesPerChunkMax = 65_536

  /// The chunks of some batches, the first with the next number.
  ///
  /// - Parameter bytesMax: Columns of a chunk after which the next one begins.
  /// - Throws: `StoreError.Code.tooLarge` when a single batch is beyond what a chunk may hold.
  mutating func eventChunks(
    _ batches: [AcceptedBatch], bytesMax: Int
  ) throws(StoreError) -> [Chunk] {
    encoder.clear()
    var chunks: [Chunk] = []
    var first = nextSequence
    for (index, batch) in batches.enumerated() {
      encoder.append(batch)
      if encoder.plain.count > ChunkFrame.plainBytesMax {
        throw StoreError(
          .tooLarge, place: "batch \(index) of a commit",
          "its \(batch.newCount) events take \(encoder.plain.count) bytes and a chunk holds"
            + " \(ChunkFrame.plainBytesMax); send fewer events at once")
      }
      let isLast = index == batches.count - 1
      if encoder.eventCount > 0 && (isLast || encoder.plain.count >= bytesMax) {
        chunks.append(eventChunk(first))
        first += Int64(encoder.eventCount)
        encoder.clear()
      }
    }
    return chunks
  }

  private func eventChunk(_ first: Int64) -> Chunk {
    let bytes = encoder.plain.withBytes {
      ChunkFrame.wrap(
        $0, kind: .events, first: first, count: encoder.eventCount, with: compressor)
    }
    return Chunk(first: first, count: encoder.eventCount, bytes: bytes)
  }

  /// The chunks of some changes, the first with the next position.
  mutating func changeChunks(_ changes: [MembershipChange]) -> [Chunk] {
    var chunks: [Chunk] = []
    var start = 0
    while start < changes.count {
      let part = changes[start..<min(start + Self.changesPerChunkMax, changes.count)]
      let first = nextPosition + Int64(start)
      columns.clear()
      ChangeColumns.put(part, into: &columns)
      let bytes = columns.withBytes {
        ChunkFrame.wrap($0, kind: .changes, first: first, count: part.count, with: compressor)
      }
      chunks.append(Chunk(first: first, count: part.count, bytes: bytes))
      start += part.count
    }
    return chunks
  }
}
