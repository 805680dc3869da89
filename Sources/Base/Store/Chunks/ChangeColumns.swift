import StarlingColumns
import StarlingModel

// Membership changes as columns (grammar in docs/reference/storage.md):
//
//     changes = rows segments people recordedAt* at* what* segment* person*
//
// `recordedAt` is the difference to the row before, `at` that to `recordedAt`; `what` is the cause
// times two, plus one for an entry. Segments and people are codes into tables of strings.

/// Writes and reads changes without their positions, which are those of the chunk.
enum ChangeColumns {
  /// Writes changes.
  static func put(_ changes: some Collection<MembershipChange>, into plain: inout ColumnWriter) {
    var segments = ByteTable()
    var people = ByteTable()
    var segmentCodes: [UInt32] = []
    var personCodes: [UInt32] = []
    for change in changes {
      segmentCodes.append(segments.intern(change.segment))
      personCodes.append(people.intern(change.person))
    }
    plain.put(varint: UInt64(changes.count))
    put(segments, into: &plain)
    put(people, into: &plain)
    var last: Int64 = 0
    for change in changes {
      plain.put(zigzag: change.recordedAt.milliseconds &- last)
      last = change.recordedAt.milliseconds
    }
    for change in changes {
      plain.put(zigzag: change.at.milliseconds &- change.recordedAt.milliseconds)
    }
    for change in changes {
      plain.put(byte: change.cause.rawValue &<< 1 | (change.isEntry ? 1 : 0))
    }
    for code in segmentCodes { plain.put(varint: UInt64(code)) }
    for code in personCodes { plain.put(varint: UInt64(code)) }
  }

  private static func put(_ table: ByteTable, into plain: inout ColumnWriter) {
    plain.put(varint: UInt64(table.count))
    for code in 0..<UInt32(table.count) {
      table.withBytes(code) { plain.put(string: $0) }
    }
  }

  /// Reads changes; the first one has position `first`.
  static func read(
    _ bytes: [UInt8], first: Int64, count: Int
  ) throws(ChunkProblem) -> [MembershipChange] {
    var plain = ColumnReader(bytes)
    let rows = try plain.count()
    if rows != count { throw plain.problem("\(rows) changes where \(count) are said") }
    let segments = try strings(&plain)
    let people = try strings(&plain)
    var changes: [MembershipChange] = []
    changes.reserveCapacity(rows)
    var last: Int64 = 0
    for row in 0..<rows {
      last = last &+ (try plain.zigzag())
      changes.append(
        MembershipChange(
          position: first + Int64(row), at: Stamp(milliseconds: last),
          recordedAt: Stamp(milliseconds: last), segment: "", person: "", isEntry: false,
          cause: .event))
    }
    for row in 0..<rows {
      changes[row].at = Stamp(milliseconds: changes[row].at.milliseconds &+ (try plain.zigzag()))
    }
    for row in 0..<rows {
      let what = try plain.byte()
      guard let cause = ChangeCause(rawValue: what &>> 1) else {
        throw plain.problem("the cause \(what &>> 1) of a change")
      }
      changes[row].cause = cause
      changes[row].isEntry = what & 1 == 1
    }
    for row in 0..<rows {
      changes[row].segment = segments[Int(try plain.code(below: segments.count))]
    }
    for row in 0..<rows {
      changes[row].person = people[Int(try plain.code(below: people.count))]
    }
    if !plain.isAtEnd { throw plain.problem("\(plain.remaining) bytes behind the changes") }
    return changes
  }

  private static func strings(_ plain: inout ColumnReader) throws(ChunkProblem) -> [String] {
    let count = try plain.count()
    var strings: [String] = []
    strings.reserveCapacity(count)
    for _ in 0..<count { strings.append(try plain.withString { String(copying: $0) }) }
    return strings
  }
}
