import StarlingModel

/// Events of one tile in arrival order, waiting to be sorted into columns.
///
/// About 20 bytes an event with five properties. Grammar, all numbers as LEB128 varints:
///
///     event    = person time sequence kind count { path code }
///     person   = row of the person in the tile
///     time     = zigzag(ms since the event staged before)
///     sequence = zigzag(arrival number minus that of the event staged before)
///     kind     = name code * 8 + event kind
///
/// The bytes lie in blocks of fixed size, so growing copies nothing.
struct StagedTile: Sendable {
  /// What an event is, its properties aside.
  struct Head {
    /// Row of the person in the tile.
    var person: UInt32
    /// Unit: ms since 1970 UTC.
    var time: Int64
    /// Arrival number.
    var sequence: UInt32
    var kind: EventKind
    /// Code in the vocabulary.
    var name: UInt32
  }

  /// Large enough that the system gives each block pages of its own: those not yet written take no
  /// memory, and all are given back as soon as the tile is sealed. Unit: bytes.
  private static let blockSize = 256 << 10
  /// Most bytes of a head and its count, and of a property.
  private static let headBytesMax = 32
  private static let propertyBytesMax = 10

  private(set) var fullBlocks: [[UInt8]] = []
  private(set) var block: [UInt8] = []
  private var lastTime: Int64 = 0
  private var lastSequence: Int64 = 0
  private(set) var count = 0
  private(set) var propertyCount = 0

  /// Adds an event; `property` gives its (path, code) pairs in the vocabulary by index.
  @inline(__always)
  mutating func append(
    _ head: Head, properties: Int, _ property: (Int) -> (path: UInt32, code: UInt32)
  ) {
    let room = Self.headBytesMax + properties * Self.propertyBytesMax
    if block.count + room > Self.blockSize && !block.isEmpty {
      fullBlocks.append(block)
      block = []
    }
    if block.isEmpty { block.reserveCapacity(Self.blockSize) }
    let time = head.time &- lastTime
    let sequence = Int64(head.sequence) &- lastSequence
    block.append(addingCapacity: room) { output in
      Varint.put(UInt64(head.person), &output)
      Varint.put(Varint.zigzag(time), &output)
      Varint.put(Varint.zigzag(sequence), &output)
      Varint.put(UInt64(head.name) &<< 3 | UInt64(head.kind.rawValue), &output)
      Varint.put(UInt64(properties), &output)
      var index = 0
      while index < properties {
        let (path, code) = property(index)
        Varint.put(UInt64(path), &output)
        Varint.put(UInt64(code), &output)
        index &+= 1
      }
    }
    lastTime = head.time
    lastSequence = Int64(head.sequence)
    count &+= 1
    propertyCount &+= properties
  }
}
