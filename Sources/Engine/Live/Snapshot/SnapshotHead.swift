import StarlingColumns
import StarlingModel
import StarlingStore

// Sections of a snapshot, which are packs of columns (`ColumnPacker`):
//
//     about      SnapshotHead
//     shared     what all tiles of the timeline share
//     tile.N     a tile and its tail
//     announced  AnnouncedMembers
//     core       CoreHead, only where there are answers
//     states.N   the answers of a tile's people
//
// The format is in docs/reference/storage.md.

/// What a snapshot is of.
struct SnapshotHead: Hashable, Sendable {
  /// Version of the sections; others are passed over.
  static let version: Int64 = 2
  /// Events whose ids tell one log from another.
  private static let samplesMax: Int64 = 8

  /// Number of the event behind the last one that was applied.
  var sequence: Int64
  /// All that is due up to and including this instant was answered. Unit: ms since 1970 UTC.
  var clock: Int64
  /// Position of the last change that was committed by then.
  var position: Int64
  /// Number of sections with tiles.
  var tiles: Int
  /// Numbers of some events, and their message ids.
  private var samples: [Int64] = []
  private var sampleIDs: [[UInt8]] = []

  /// States what a snapshot is of.
  init(sequence: Int64, clock: Int64, position: Int64, tiles: Int, of store: Store) {
    self.sequence = sequence
    self.clock = clock
    self.position = position
    self.tiles = tiles
    let count = min(sequence, Self.samplesMax)
    samples = (0..<count).map { sequence - 1 - $0 * (sequence / count) }.filter { $0 >= 0 }
    sampleIDs = samples.map { store.knownMessageIDs([UInt32(truncatingIfNeeded: $0)])[0] }
  }

  /// Why a log is not the one that the snapshot is of; `nil` when it is.
  func problem(_ store: Store) -> String? {
    if sequence > store.nextSequence || position >= store.nextPosition {
      return "it reaches to event \(sequence) and change \(position), the log does not"
    }
    for (sample, id) in zip(samples, sampleIDs) {
      let known = store.knownMessageIDs([UInt32(truncatingIfNeeded: sample)])[0]
      // An id that cannot be read says nothing.
      if !known.isEmpty && known != id { return "event \(sample) is another one in the log" }
    }
    return nil
  }

  /// All of it as columns.
  var pack: [UInt8] {
    var packer = ColumnPacker()
    packer.put([Self.version, sequence, clock, position, Int64(tiles)])
    packer.put(samples)
    packer.put(sampleIDs.map { Int64($0.count) })
    packer.put(sampleIDs.flatMap(\.self))
    return packer.bytes
  }

  /// What was packed.
  init(unpacking bytes: [UInt8]) throws(PackProblem) {
    var unpacker = ColumnUnpacker(bytes)
    let numbers = try unpacker.array(of: Int64.self)
    if numbers.first != Self.version || numbers.count != 5 {
      throw unpacker.problem(
        "version \(numbers.first ?? 0) of the sections; this is version \(Self.version)")
    }
    (sequence, clock, position) = (numbers[1], numbers[2], numbers[3])
    tiles = Int(numbers[4])
    samples = try unpacker.array()
    var ids = try unpackIDs(&unpacker)[...]
    for _ in samples { sampleIDs.append(ids.popFirst() ?? []) }
  }
}

private func unpackIDs(_ unpacker: inout ColumnUnpacker) throws(PackProblem) -> [[UInt8]] {
  let lengths = try unpacker.array(of: Int64.self)
  var bytes = try unpacker.array(of: UInt8.self)[...]
  var ids: [[UInt8]] = []
  for length in lengths {
    if length < 0 || length > bytes.count { throw unpacker.problem("an id of \(length) bytes") }
    ids.append(Array(bytes.prefix(Int(length))))
    bytes = bytes.dropFirst(Int(length))
  }
  return ids
}
