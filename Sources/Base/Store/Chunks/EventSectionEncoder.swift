import StarlingColumns
import StarlingModel

// The columns of one `AcceptedBatch` (grammar in docs/reference/storage.md):
//
//     section = length:u32 source receivedAt flags:u8 rows
//               ids kinds stamps sent names eventNames people persons joins properties entries
//
// Message ids come first so that they can be read without the rest. All strings and values are
// codes into tables of the section's own, as in the batch: nothing is sorted or looked up here.

/// Turns batches into sections, one behind the other.
struct EventSectionEncoder: ~Copyable {
  /// The sections so far.
  private(set) var plain = ColumnWriter()
  /// What comes behind a column, while that is written.
  private var side = ColumnWriter()
  /// Number of events in the sections so far.
  private(set) var eventCount = 0

  /// No sections.
  init() {}

  /// Forgets all sections and keeps the memory.
  mutating func clear() {
    plain.clear()
    eventCount = 0
  }

  /// Adds the section of a batch, without the rows in `known`; none when no row is left.
  mutating func append(_ batch: AcceptedBatch) {
    if batch.newCount == 0 { return }
    if batch.known.isEmpty {
      append(batch.events, sent: batch.sentStamps, of: batch)
    } else {
      var sent: [Int64] = []
      var known = batch.known[...]
      for row in 0..<batch.events.count {
        if known.first == row { known.removeFirst() } else { sent.append(batch.sentStamps[row]) }
      }
      append(batch.events.removing(batch.known), sent: sent, of: batch)
    }
  }

  private mutating func append(_ events: EventBatch, sent: [Int64], of batch: AcceptedBatch) {
    let start = plain.count
    plain.put(halfWord: 0)
    plain.put(varint: UInt64(batch.source))
    plain.put(zigzag: batch.receivedAt.milliseconds)
    plain.put(byte: batch.isHistorical ? 1 : 0)
    plain.put(varint: UInt64(events.count))
    putMessageIDs(events)
    for kind in events.kinds { plain.put(byte: kind.rawValue) }
    putStamps(events.stamps, sent: sent, receivedAt: batch.receivedAt.milliseconds)
    put(events.names)
    for code in events.eventNames { plain.put(varint: UInt64(code)) }
    put(events.identifiers)
    for code in events.persons { plain.put(varint: UInt64(code)) }
    putJoins(events.joins)
    putProperties(events)
    plain.set(halfWord: UInt32(plain.count - start - 4), at: start)
    eventCount += events.count
  }

  private mutating func putMessageIDs(_ events: EventBatch) {
    let ids = events.messageIDBytes.span
    let ends = events.messageIDEnds.span
    side.clear()
    var start = 0
    for row in 0..<ends.count {
      let id = ids.extracting(start..<ends[row])
      start = ends[row]
      if let words = PackedUUID.words(of: id) {
        plain.put(varint: MessageIDColumn.packedTag)
        side.put(word: words.high.byteSwapped)
        side.put(word: words.low.byteSwapped)
      } else if id.isEmpty {
        plain.put(varint: MessageIDColumn.absentTag)
      } else {
        plain.put(varint: MessageIDColumn.firstLengthTag &+ UInt64(id.count))
        side.put(bytes: id)
      }
    }
    plain.put(side)
  }

  private mutating func putStamps(_ stamps: [Int64], sent: [Int64], receivedAt: Int64) {
    var last = receivedAt
    for stamp in stamps {
      plain.put(zigzag: stamp &- last)
      last = stamp
    }
    for row in 0..<stamps.count { plain.put(zigzag: sent[row] &- stamps[row]) }
  }

  private mutating func put(_ table: ByteTable) {
    plain.put(varint: UInt64(table.count))
    for code in 0..<UInt32(table.count) {
      table.withBytes(code) { plain.put(string: $0) }
    }
  }

  private mutating func putJoins(_ joins: [EventBatch.Join]) {
    plain.put(varint: UInt64(joins.count))
    var last: UInt32 = 0
    for join in joins {
      plain.put(varint: UInt64(join.row &- last))
      plain.put(varint: UInt64(join.identifier))
      last = join.row
    }
  }

  private mutating func putProperties(_ events: EventBatch) {
    plain.put(varint: UInt64(events.properties.count))
    for property in events.properties {
      plain.put(text: property.key)
      ValueColumn.put(property.values, into: &plain)
    }
    var start = 0
    for end in events.propertyEnds {
      plain.put(varint: UInt64(end &- start))
      start = end
    }
    for path in events.propertyPaths { plain.put(varint: UInt64(path)) }
    for code in events.propertyCodes { plain.put(varint: UInt64(code)) }
  }
}
