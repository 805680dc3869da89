import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel

/// `starling overlap`.
struct Overlap: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Count the people in both, for all pairs of segments.",
    discussion: """
      The table numbers the segments; on the diagonal stands a segment's own size. As CSV or JSON \
      each pair is one entry.

        starling overlap shop.jsonl --segments Examples/shop.yaml
      """)

  @Argument(help: "Event files.", completion: .file())
  var events: [String]

  @OptionGroup var definitions: SegmentOptions

  @Option(
    help: ArgumentHelp("The instant to ask about, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var at: Stamp?

  @Option(help: "How to print the result.")
  var format = ResultFormat.table

  @OptionGroup var input: InputOptions

  func run() throws {
    let loaded = try definitions.load(quiet: input.quiet)
    let imported = try input.load(events, sessionGapMs: loaded.workspace.settings.sessionGapMs)
    let at = try at ?? imported.latest(quiet: input.quiet)
    let engine = Engine(imported.timeline, workers: input.workers)
    let memberships = try engine.evaluate(try loaded.binding(imported, quiet: input.quiet), at: at)
    var output = try OutputFile()
    switch format {
    case .table: try output.write(table(memberships))
    case .json: try output.write(json(memberships))
    case .csv:
      try output.write("first,second,both\n")
      for pair in pairs(memberships) {
        try output.write(CSVText.record([pair.first, pair.second, "\(pair.both)"]))
      }
    }
    try output.flush()
  }

  /// All pairs of different segments.
  private func pairs(_ memberships: Memberships) -> [(first: String, second: String, both: Int)] {
    let (names, sets) = (memberships.names, memberships.sets)
    return names.indices.flatMap { first in
      names.indices.dropFirst(first + 1).map { second in
        (names[first], names[second], sets[first].overlap(sets[second]))
      }
    }
  }

  private func table(_ memberships: Memberships) -> String {
    let (names, sets) = (memberships.names, memberships.sets)
    var table = TextTable(
      [("", .right), ("segment", .left)] + names.indices.map { ("\($0 + 1)", .right) })
    for row in names.indices {
      let counts = names.indices.map { column in
        column > row ? "" : NumberText.grouped(sets[row].overlap(sets[column]))
      }
      table.append(["\(row + 1)", names[row]] + counts)
    }
    return "\(memberships.at.iso)\n\n" + table.text()
  }

  private func json(_ memberships: Memberships) -> [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.key("at")
    json.value(memberships.at.iso)
    json.key("segments")
    json.beginObject()
    for (name, set) in zip(memberships.names, memberships.sets) {
      json.key(name)
      json.value(set.count)
    }
    json.endObject()
    json.key("pairs")
    json.beginArray()
    for pair in pairs(memberships) {
      json.beginObject()
      json.key("first")
      json.value(pair.first)
      json.key("second")
      json.value(pair.second)
      json.key("both")
      json.value(pair.both)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.bytes
  }
}
