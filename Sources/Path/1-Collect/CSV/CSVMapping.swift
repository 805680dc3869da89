/// What the columns of a table mean: which is the person, which the time, and so on. The rest
/// become properties.
///
/// A mapping file is a few lines `key: value`; lists are separated by commas; see `init(keys:)`
/// for the keys.
package struct CSVMapping: Hashable, Sendable {
  /// Columns of the person; the first that is not empty in a record counts.
  package var person: [String] = []
  /// A column with a second identifier of the same person, to be joined with the first.
  package var joins: String?
  /// The column of the time.
  package var time = ""
  /// How the time is written; see `CSVTimeFormat`.
  package var timeFormat = "iso"
  /// IANA name of the zone of times that state none.
  package var timeZone = "UTC"
  /// The column of the event name.
  package var event: String?
  /// The event name of every record, where no column has it.
  package var eventName: String?
  /// The column of the message id.
  package var messageID: String?
  /// How fields are told apart; `nil` to find out.
  package var dialect: CSVDialect?
  /// The column names of a file without a header.
  package var header: [String] = []
  /// The columns that become properties; empty for all.
  package var only: [String] = []
  /// Columns to leave out.
  package var except: [String] = []
  /// New names of columns; a dot in a new name makes a nested path (`context.device`).
  package var rename: [String: String] = [:]
  /// Columns whose values stay text, whatever they look like.
  package var text: [String] = []
  /// Columns of numbers, also where the sample has none; a value that is no number stays text.
  package var number: [String] = []
  /// Columns that hold JSON objects, whose members become properties.
  package var json: [String] = []
  /// Columns that are traits of the person: each record also makes an identify call with them.
  package var traits: [String] = []
  /// Event names that mean identify calls: the properties of such records are traits.
  package var identify: [String] = []
  /// Texts that mean "no value", beside the empty one.
  package var absent: [String] = []

  /// A mapping that names nothing yet.
  package init() {}

  /// What the mapping says of the values of a column; `nil` when it leaves that open.
  func kind(of column: String) -> ColumnKind? {
    if json.contains(column) { return .json }
    if text.contains(column) { return .text }
    return number.contains(column) ? .number : nil
  }

  /// The keys of mapping files, in the order in which documentation lists them.
  package static let keys = [
    "person", "joins", "time", "time_format", "time_zone", "event", "event_name", "message_id",
    "delimiter", "header", "only", "except", "rename", "text", "number", "json", "traits",
    "identify", "absent",
  ]
}
