import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// `starling evaluate`.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print who is in which segment at an instant.",
    discussion: """
      Without --at, the instant is that of the latest event. Files may be patterns, folders, `-` \
      for standard input, and compressed with gzip or Zstandard.

        starling evaluate shop.jsonl --segments Examples/shop.yaml
        zcat may/*.gz | starling evaluate - -s segments.yaml --format json
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

  @Flag(help: "Print the members too.")
  var members = false

  @OptionGroup var input: InputOptions

  func run() throws {
    let loaded = try definitions.load(quiet: input.quiet)
    let imported = try input.load(events, sessionGapMs: loaded.workspace.settings.sessionGapMs)
    let at = try at ?? imported.latest(quiet: input.quiet)
    let engine = Engine(imported.timeline, workers: input.workers)
    let memberships = try engine.evaluate(try loaded.binding(imported, quiet: input.quiet), at: at)
    var output = try OutputFile()
    switch format {
    case .table: try output.write(table(memberships, imported.timeline, loaded.workspace))
    case .json: try output.write(json(memberships, imported.timeline))
    case .csv: try output.write(csv(memberships, imported.timeline))
    }
    try output.flush()
  }

  private func table(
    _ memberships: Memberships, _ timeline: Timeline, _ workspace: Workspace
  ) -> String {
    let people = timeline.peopleCount(at: memberships.at)
    var table = TextTable([
      ("segment", .left), ("people", .right), ("share", .right), ("title", .left),
    ])
    for (segment, set) in zip(workspace.segments, memberships.sets) {
      let count = set.count
      table.append([
        segment.name, NumberText.grouped(count), NumberText.percent(count, of: people),
        segment.title ?? "",
      ])
    }
    var text = "\(memberships.at.iso), \(NumberText.grouped(people)) people\n\n" + table.text()
    if !members { return text }
    for (name, set) in zip(memberships.names, memberships.sets) where set.count > 0 {
      text += "\n" + Terminal.standardOutput.styled(name, .bold) + "\n"
      for member in timeline.names(of: set) { text += "  \(member.visible())\n" }
    }
    return text
  }

  private func json(_ memberships: Memberships, _ timeline: Timeline) -> [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.key("at")
    json.value(memberships.at.iso)
    json.key("segments")
    json.beginObject()
    for (name, set) in zip(memberships.names, memberships.sets) {
      json.key(name)
      json.beginObject()
      json.key("count")
      json.value(set.count)
      if members {
        json.key("members")
        json.beginArray()
        for member in timeline.names(of: set) { json.value(member) }
        json.endArray()
      }
      json.endObject()
    }
    json.endObject()
    json.endObject()
    json.endLine()
    return json.bytes
  }

  private func csv(_ memberships: Memberships, _ timeline: Timeline) -> String {
    let pairs = zip(memberships.names, memberships.sets)
    if members {
      return pairs.reduce("segment,person\n") { text, pair in
        timeline.names(of: pair.1).reduce(text) { $0 + CSVText.record([pair.0, $1]) }
      }
    }
    return pairs.reduce("segment,count\n") { $0 + CSVText.record([$1.0, "\($1.1.count)"]) }
  }
}
