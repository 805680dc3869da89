import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// `starling replay`.
struct Replay: ParsableCommand {
  /// How changes are printed.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case json, csv
  }

  static let configuration = CommandConfiguration(
    abstract: "Print every entry and exit in the order of time.",
    discussion: """
      One line a change, by time, then segment, then person. It ends with --until, or with the \
      latest event.

        starling replay shop.jsonl --segments Examples/shop.yaml --until 2026-06-08
        {"at":"2026-04-02T09:21:36.042Z","segment":"high_intent","person":"u000357","change":"enter"}
      """)

  @Argument(help: "Event files.", completion: .file())
  var events: [String]

  @OptionGroup var definitions: SegmentOptions

  @Option(
    help: ArgumentHelp("Print changes from here on, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var since: Stamp?

  @Option(
    help: ArgumentHelp("The last instant looked at, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var until: Stamp?

  @Option(help: "JSON Lines or CSV.")
  var format = Form.json

  @OptionGroup var input: InputOptions

  func validate() throws {
    if let since, let until, until < since {
      throw ValidationError(
        "--since \(since.iso) lies after --until \(until.iso); no change lies between them")
    }
  }

  func run() throws {
    let loaded = try definitions.load(quiet: input.quiet)
    let imported = try input.load(events, sessionGapMs: loaded.workspace.settings.sessionGapMs)
    let until = try until ?? imported.latest(insteadOf: "--until", quiet: input.quiet)
    let engine = Engine(imported.timeline, workers: input.workers)
    let binding = try loaded.binding(imported, quiet: input.quiet)
    let first = since?.milliseconds ?? .min
    var output = try OutputFile()
    var line = JSONOutput()
    if format == .csv { try output.write("at,segment,person,change\n") }
    try engine.replay(binding, until: until) { change in
      if change.at < first { return }
      let fields = [
        Stamp(milliseconds: change.at).iso, binding.plan.segments[change.segment].name,
        imported.timeline.name(ofPerson: Int(change.person)), change.isEntry ? "enter" : "exit",
      ]
      if format == .csv { return try output.write(CSVText.record(fields)) }
      line.removeAll()
      line.beginObject()
      for (key, field) in zip(["at", "segment", "person", "change"], fields) {
        line.key(key)
        line.value(field)
      }
      line.endObject()
      line.endLine()
      try output.write(line.bytes)
    }
    try output.flush()
  }
}
