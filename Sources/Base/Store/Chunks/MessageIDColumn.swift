import StarlingColumns

// Message ids of a section, one tag for each row and then the bytes of all:
//
//     ids = tag* bytes*
//     tag = 0                no id
//         | 1                a canonical lower-case UUID, 16 bytes
//         | 2 + length       an id of any other form

/// The message ids of a chunk in the order of its events.
package struct MessageIDColumn: Sendable {
  static let absentTag: UInt64 = 0
  static let packedTag: UInt64 = 1
  static let firstLengthTag: UInt64 = 2

  /// All ids end to end.
  private(set) var bytes: [UInt8] = []
  /// Where each row's id ends.
  private(set) var ends: [Int] = []

  /// Number of rows.
  package var count: Int { ends.count }

  /// Memory in use. Unit: bytes.
  var residentBytes: Int { bytes.count + ends.count * 8 }

  /// The id of a row; empty when it has none.
  package func id(_ row: Int) -> [UInt8] {
    Array(bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]])
  }

  /// Calls `body` with the id of a row.
  func withID<Result>(_ row: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting((row == 0 ? 0 : ends[row - 1])..<ends[row]))
  }

  /// Reads the ids of `rows` rows more.
  mutating func append(
    _ rows: Int, from plain: inout ColumnReader
  ) throws(ChunkProblem) {
    var tags: [UInt64] = []
    tags.reserveCapacity(rows)
    for _ in 0..<rows { tags.append(try plain.varint()) }
    for tag in tags {
      if tag == Self.packedTag {
        try plain.withBytes(16) { PackedUUID.append(textOf: $0, to: &bytes) }
      } else if tag > Self.packedTag {
        let length = Int(clamping: tag - Self.firstLengthTag)
        try plain.withBytes(length) { bytes.append(copying: $0) }
      }
      ends.append(bytes.count)
    }
  }

  /// Forgets all rows and keeps the memory.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
