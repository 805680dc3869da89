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
    let keys = keys
    guard let mapping else {
      return keys.isEmpty ? nil : try CSVMapping(keys: keys, place: "the options")
    }
    let lines = keys.sorted { $0.key < $1.key }.map { "\($0.key): \"\($0.value)\"" }
    let own = try TextFile.read(mapping, as: "the mapping")
      .split(separator: "\n", omittingEmptySubsequences: false).map { line in
        // A line that an option replaces stays as an empty one, so that line numbers stay true.
        let key = line.prefix { $0 != ":" }.filter { $0 != " " }
        return keys[String(key)] == nil ? String(line) : ""
      }
    return try CSVMapping(
      reading: (own + lines).joined(separator: "\n"), place: mapping)
  }
}
