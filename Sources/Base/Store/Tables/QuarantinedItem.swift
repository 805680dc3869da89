import GRDB
import StarlingModel

/// Something that was sent and could not be taken as an event, with all that is needed to mend it.
package struct QuarantinedItem: Hashable, Sendable {
  /// What became of it. Raw values are stored: never reuse one.
  package enum State: Int, CaseIterable, Sendable {
    /// Nobody has looked after it yet.
    case open = 0
    /// It was mended and is an event now.
    case fixed = 1
    /// Somebody decided that it is not wanted.
    case dropped = 2
  }

  /// Its number, given by the store when it is committed; 0 before.
  package var id: Int64
  /// Which source sent it.
  package var source: UInt32
  /// When it came.
  package var receivedAt: Stamp
  /// One word of the closed list of reasons.
  package var reason: String
  /// What was found and where, for people.
  package var detail: String
  /// The bytes as they were sent, perhaps cut.
  package var raw: [UInt8]
  /// What became of it.
  package var state: State
  /// In what kind of request it came, as whoever reads it again needs to know; empty for what came
  /// in none.
  package var endpoint: String

  /// Gathers what is known of a refused item.
  package init(
    id: Int64 = 0, source: UInt32, receivedAt: Stamp, reason: String, detail: String,
    raw: [UInt8], state: State = .open, endpoint: String = ""
  ) {
    self.id = id
    self.source = source
    self.receivedAt = receivedAt
    self.reason = reason
    self.detail = detail
    self.raw = raw
    self.state = state
    self.endpoint = endpoint
  }

  init(_ row: Row) {
    id = row[0]
    source = row[1]
    receivedAt = Stamp(milliseconds: row[2])
    reason = row[3]
    detail = row[4]
    raw = (row[5] as Blob).bytes
    state = State(rawValue: row[6]) ?? .open
    endpoint = row[7]
  }

  func insert(_ database: Database) throws {
    try database.run(
      """
      INSERT INTO quarantine (source, received_at, reason, detail, raw, state, endpoint)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [source, receivedAt.milliseconds, reason, detail, Blob(raw), state.rawValue, endpoint])
  }
}
