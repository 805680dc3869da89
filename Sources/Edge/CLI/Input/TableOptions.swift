import ArgumentParser
import StarlingCollect

/// What the columns of a table mean: a mapping file, options, or both; options win.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("File that says what the columns of tables mean.", valueName: "file"),
    completion: .file())
  var mapping: String?

  @Option(help: ArgumentHelp("Column of the person; several with commas.", valueName: "column"))
  var personColumn: String?

  @Option(help: ArgumentHelp("Column of the time.", valueName: "column"))
  var timeColumn: String?

  @Option(
    help: ArgumentHelp(
      "iso, epoch_s, epoch_ms, epoch_us, or a pattern such as '%d.%m.%Y %H:%M'.",
      valueName: "format"))
  var timeFormat: String?

  @Option(help: ArgumentHelp("Time zone of times that state none.", valueName: "zone"))
  var timeZone: String?

  @Option(help: ArgumentHelp("Column of the event name.", valueName: "column"))
  var eventColumn: String?

  @Option(help: ArgumentHelp("Name of every event, where no column has it.", valueName: "name"))
  var eventName: String?

  @Option(help: ArgumentHelp("Column of the message id.", valueName: "column"))
  var messageIDColumn: String?

  @Option(
    help: ArgumentHelp(
      "A sign, or comma, tab, semicolon, pipe, blanks; found out when not given.",
      valueName: "sign"))
  var delimiter: String?

  /// The options as keys of a mapping.
  private var keys: [String: String] {
    let pairs = [
      ("person", personColumn), ("time", timeColumn), ("time_format", timeFormat),
      ("time_zone", timeZone), ("event", eventColumn), ("event_name", eventName),
      ("message_id", messageIDColumn), ("delimiter", delimiter),
    ]
    return pairs.reduce(into: [:]) { keys, pair in keys[pair.0] = pair.1 }
  }

  /// The mapping that file and options make; `nil` when there is neither.
  ///
  /// - Throws: `CollectError` when the mapping does not make sense.
  func columns() throws -> CSVMapping? {
    // Reading takes one pair of quotes away, so that a value keeps those that were typed.
    let keys = keys.mapValues { "\"\($0)\"" }
    let place = "the options"
    guard let mapping else { return keys.isEmpty ? nil : try CSVMapping(keys: keys, place: place) }
    let own = try TextFile.read(mapping, as: "the mapping").withoutByteOrderMark
      .split(separator: "\n", omittingEmptySubsequences: false).map { line in
        // A line that an option replaces stays as an empty one, so that line numbers stay true.
        let key = line.prefix { $0 != ":" }.filter { $0 != " " }
        return keys[String(key)] == nil ? String(line) : ""
      }
    let marks = Self.placeholders.filter { keys[$0.key] != nil }.map { "\($0.key): \($0.value)" }
    var columns = try CSVMapping(
      reading: (own + marks.sorted()).joined(separator: "\n"), place: mapping)
    let options = try CSVMapping(
      keys: Self.placeholders.filter { $0.key != "event" }.merging(keys) { $1 }, place: place)
    for key in keys.keys { Self.copy(key, from: options, to: &columns) }
    return columns
  }

  /// What stands in a mapping's text for the keys that options give: an option may hold signs that
  /// such a text has no way to write.
  private static let placeholders = [
    "person": "option", "time": "option", "time_format": "iso", "time_zone": "UTC",
    "event": "option", "event_name": "option", "message_id": "option", "delimiter": "comma",
  ]

  private static func copy(_ key: String, from options: CSVMapping, to mapping: inout CSVMapping) {
    switch key {
    case "person": mapping.person = options.person
    case "time": mapping.time = options.time
    case "time_format": mapping.timeFormat = options.timeFormat
    case "time_zone": mapping.timeZone = options.timeZone
    case "event": mapping.event = options.event
    case "event_name": mapping.eventName = options.eventName
    case "message_id": mapping.messageID = options.messageID
    default: mapping.dialect = options.dialect
    }
  }
}
