import StarlingColumns
import StarlingModel

/// Turns sections back into batches. One decoder serves many chunks and keeps its memory.
package struct EventSectionDecoder: ~Copyable {
  /// What stands at the beginning of a section.
  private struct Head {
    var source: UInt32
    var receivedAt: Int64
    var isHistorical: Bool
    var rows: Int
  }

  private var builder = EventBatchBuilder()
  private var ids = MessageIDColumn()
  private var kinds: [EventKind] = []
  private var stamps: [Int64] = []
  private var sent: [Int64] = []
  private var names: [UInt32] = []
  private var persons: [UInt32] = []

  /// A decoder.
  package init() {}

  /// The batches of a chunk's columns.
  mutating func batches(_ plain: [UInt8], count: Int) throws(ChunkProblem) -> [AcceptedBatch] {
    var reader = ColumnReader(plain)
    var batches: [AcceptedBatch] = []
    var found = 0
    while !reader.isAtEnd {
      let length = Int(try reader.halfWord())
      var section = try reader.part(length)
      do throws(ChunkProblem) {
        batches.append(try batch(&section))
      } catch {
        // What was built of the section so far must not get into the next one.
        builder = EventBatchBuilder()
        throw error
      }
      found += batches[batches.count - 1].events.count
    }
    if found != count { throw reader.problem("\(found) events where \(count) are said") }
    return batches
  }

  /// The message ids of a chunk's columns; nothing else is looked at.
  static func messageIDs(_ plain: [UInt8], count: Int) throws(ChunkProblem) -> MessageIDColumn {
    var reader = ColumnReader(plain)
    var ids = MessageIDColumn()
    while !reader.isAtEnd {
      let length = Int(try reader.halfWord())
      var section = try reader.part(length)
      let head = try head(&section)
      try ids.append(head.rows, from: &section)
    }
    if ids.count != count { throw reader.problem("\(ids.count) events where \(count) are said") }
    return ids
  }

  private static func head(_ section: inout ColumnReader) throws(ChunkProblem) -> Head {
    let source = try section.varint()
    guard let source = UInt32(exactly: source) else {
      throw section.problem("the source \(source)")
    }
    let receivedAt = try section.zigzag()
    let flags = try section.byte()
    if flags > 1 { throw section.problem("the flags \(flags)") }
    return Head(
      source: source, receivedAt: receivedAt, isHistorical: flags == 1, rows: try section.count())
  }

  private mutating func batch(_ section: inout ColumnReader) throws(ChunkProblem) -> AcceptedBatch {
    let head = try Self.head(&section)
    ids.clear()
    try ids.append(head.rows, from: &section)
    try readKinds(&section, head.rows)
    try readStamps(&section, head)
    let nameCount = try readTable(&section) { builder, name in builder.intern(name: name) }
    try Self.readCodes(&section, head.rows, below: nameCount, into: &names)
    let identifierCount = try readTable(&section) { builder, identifier in
      builder.intern(identifier: identifier)
    }
    try Self.readCodes(&section, head.rows, below: identifierCount, into: &persons)
    let joins = try Self.readJoins(&section, rows: head.rows, identifiers: identifierCount)
    let valueCounts = try readProperties(&section)
    try buildRows(&section, head.rows, valueCounts, joins)
    if !section.isAtEnd { throw section.problem("\(section.remaining) bytes behind a section") }
    return AcceptedBatch(
      events: builder.finish(), sentStamps: sent, receivedAt: Stamp(milliseconds: head.receivedAt),
      source: head.source, isHistorical: head.isHistorical)
  }

  private mutating func readKinds(
    _ section: inout ColumnReader, _ rows: Int
  ) throws(ChunkProblem) {
    kinds.removeAll(keepingCapacity: true)
    for _ in 0..<rows {
      let byte = try section.byte()
      guard let kind = EventKind(rawValue: byte) else {
        throw section.problem("the kind \(byte) of an event")
      }
      kinds.append(kind)
    }
  }

  private mutating func readStamps(
    _ section: inout ColumnReader, _ head: Head
  ) throws(ChunkProblem) {
    stamps.removeAll(keepingCapacity: true)
    sent = []
    sent.reserveCapacity(head.rows)
    var last = head.receivedAt
    for _ in 0..<head.rows {
      last = last &+ (try section.zigzag())
      stamps.append(last)
    }
    for row in 0..<head.rows { sent.append(stamps[row] &+ (try section.zigzag())) }
  }

  /// Reads a table of different strings; gives their number.
  private mutating func readTable(
    _ section: inout ColumnReader,
    _ intern: (inout EventBatchBuilder, Span<UInt8>) -> UInt32
  ) throws(ChunkProblem) -> Int {
    let count = try section.count()
    for code in 0..<count {
      let found = try section.withString { intern(&builder, $0) }
      if Int(found) != code { throw section.problem("a string for the second time") }
    }
    return count
  }

  private static func readCodes(
    _ section: inout ColumnReader, _ rows: Int, below limit: Int, into codes: inout [UInt32]
  ) throws(ChunkProblem) {
    codes.removeAll(keepingCapacity: true)
    for _ in 0..<rows { codes.append(try section.code(below: limit)) }
  }

  private static func readJoins(
    _ section: inout ColumnReader, rows: Int, identifiers: Int
  ) throws(ChunkProblem) -> [EventBatch.Join] {
    let count = try section.count()
    var joins: [EventBatch.Join] = []
    var row: UInt64 = 0
    for _ in 0..<count {
      let (next, isBeyond) = row.addingReportingOverflow(try section.varint())
      if isBeyond || next >= UInt64(rows) { throw section.problem("a join of row \(next)") }
      row = next
      joins.append(
        EventBatch.Join(
          row: UInt32(truncatingIfNeeded: row), identifier: try section.code(below: identifiers)))
    }
    return joins
  }

  /// Reads properties and their values; gives the number of codes of each.
  private mutating func readProperties(
    _ section: inout ColumnReader
  ) throws(ChunkProblem) -> [Int] {
    let count = try section.count()
    var counts: [Int] = []
    for expected in 0..<count {
      let path = try section.withString { builder.intern(pathKey: $0) }
      if Int(path) != expected { throw section.problem("a property for the second time") }
      counts.append(try ValueColumn.read(&section, into: &builder, path: path))
    }
    return counts
  }

  private mutating func buildRows(
    _ section: inout ColumnReader, _ rows: Int, _ valueCounts: [Int], _ joins: [EventBatch.Join]
  ) throws(ChunkProblem) {
    var ends: [Int] = []
    ends.reserveCapacity(rows)
    var total = 0
    for _ in 0..<rows {
      total += try section.count()
      ends.append(total)
    }
    if total > section.remaining { throw section.problem("\(total) properties") }
    var paths: [UInt32] = []
    try Self.readCodes(&section, total, below: valueCounts.count, into: &paths)
    var entry = 0
    var join = 0
    for row in 0..<rows {
      while entry < ends[row] {
        let path = paths[entry]
        let code = try section.code(below: valueCounts[Int(path)])
        builder.append(path: path, code: code)
        entry &+= 1
      }
      ids.withID(row) { id in
        builder.append(
          kind: kinds[row], stamp: stamps[row], name: names[row], person: persons[row],
          messageID: id)
      }
      while join < joins.count && Int(joins[join].row) == row {
        builder.join(joins[join].identifier)
        join &+= 1
      }
    }
  }
}
