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
/// The bytes lie in blocks of fixed size, so growing copies nothing and leaves little unused.
struct StagedTile: Sendable {
  /// Large enough that a block's header is nothing, small enough that 12,000 half-empty blocks are.
  private static let blockSize = 16_384

  private var fullBlocks: [[UInt8]] = []
  private var block: [UInt8] = []
  private var lastTime: Int64 = 0
  private var lastSequence: Int64 = 0
  private(set) var count = 0

  /// Adds an event; `properties` are (path, code) pairs in the vocabulary.
  mutating func append(
    person: UInt32, time: Int64, sequence: UInt32, kind: EventKind, name: UInt32,
    properties: [(path: UInt32, code: UInt32)]
  ) {
    if block.count > Self.blockSize - 64 {
      fullBlocks.append(block)
      block = []
    }
    if block.isEmpty { block.reserveCapacity(Self.blockSize) }
    put(UInt64(person))
    putSigned(time &- lastTime)
    putSigned(Int64(sequence) - lastSequence)
    put(UInt64(name) << 3 | UInt64(kind.rawValue))
    put(UInt64(properties.count))
    for property in properties {
      put(UInt64(property.path))
      put(UInt64(property.code))
    }
    lastTime = time
    lastSequence = Int64(sequence)
    count += 1
  }

  /// Reads all events back, in arrival order.
  func decoded() -> StagedRows {
    var rows = StagedRows()
    rows.reserve(count)
    var time: Int64 = 0
    var sequence: Int64 = 0
    for block in fullBlocks + [block] {
      var reader = VarintReader(bytes: block)
      while !reader.isAtEnd {
        let person = UInt32(truncatingIfNeeded: reader.next())
        time &+= reader.nextSigned()
        sequence += reader.nextSigned()
        let kind = reader.next()
        rows.append(
          person: person, time: time, sequence: UInt32(truncatingIfNeeded: sequence),
          kind: EventKind(rawValue: UInt8(kind & 7)) ?? .track,
          name: UInt32(truncatingIfNeeded: kind >> 3))
        for _ in 0..<reader.next() {
          rows.append(
            path: UInt32(truncatingIfNeeded: reader.next()),
            code: UInt32(truncatingIfNeeded: reader.next()))
        }
      }
    }
    return rows
  }

  private mutating func put(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      block.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    block.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func putSigned(_ value: Int64) {
    put(UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}

/// Reads the varints of one block.
private struct VarintReader {
  let bytes: [UInt8]
  private var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { offset >= bytes.count }

  mutating func next() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = bytes[offset]
      offset &+= 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
  }

  mutating func nextSigned() -> Int64 {
    let value = next()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

/// Staged events, column by column.
struct StagedRows {
  private(set) var persons: [UInt32] = []
  private(set) var times: [Int64] = []
  private(set) var sequences: [UInt32] = []
  private(set) var kinds: [EventKind] = []
  private(set) var names: [UInt32] = []
  /// Properties of row `r` are `propertyStarts[r]..<(next row's start, or the end)`.
  private(set) var propertyStarts: [Int32] = []
  private(set) var paths: [UInt32] = []
  private(set) var codes: [UInt32] = []

  var count: Int { times.count }

  func properties(_ row: Int) -> Range<Int> {
    let end = row + 1 < propertyStarts.count ? Int(propertyStarts[row + 1]) : paths.count
    return Int(propertyStarts[row])..<end
  }

  mutating func reserve(_ rows: Int) {
    persons.reserveCapacity(rows)
    times.reserveCapacity(rows)
    sequences.reserveCapacity(rows)
    kinds.reserveCapacity(rows)
    names.reserveCapacity(rows)
    propertyStarts.reserveCapacity(rows)
    paths.reserveCapacity(rows * 5)
    codes.reserveCapacity(rows * 5)
  }

  mutating func append(
    person: UInt32, time: Int64, sequence: UInt32, kind: EventKind, name: UInt32
  ) {
    persons.append(person)
    times.append(time)
    sequences.append(sequence)
    kinds.append(kind)
    names.append(name)
    propertyStarts.append(Int32(paths.count))
  }

  mutating func append(path: UInt32, code: UInt32) {
    paths.append(path)
    codes.append(code)
  }
}
