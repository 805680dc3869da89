import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// `starling explain`.
struct Explain: ParsableCommand {
  /// How the explanation is printed.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  static let configuration = CommandConfiguration(
    abstract: "Show why a person is in a segment or is not, and when that will flip.",
    discussion: """
      The expression as a tree, each part with its value and the events that decide it. Events \
      after --at do not count; thresholds of percentiles are computed at that instant and held.

        starling explain shop.jsonl --segments Examples/shop.yaml --person u000160 \
          --segment high_intent
      """)

  @Argument(help: "Event files.", completion: .file())
  var events: [String]

  @OptionGroup var definitions: SegmentOptions

  @Option(help: ArgumentHelp("Any identifier of the person.", valueName: "id"))
  var person: String

  @Option(help: ArgumentHelp("Name of the segment.", valueName: "name"))
  var segment: String

  @Option(
    help: ArgumentHelp("The instant to ask about, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var at: Stamp?

  @Option(help: "How to print the explanation.")
  var format = Form.text

  @OptionGroup var input: InputOptions

  func run() throws {
    let loaded = try definitions.load(quiet: input.quiet)
    let names = loaded.workspace.segments.map(\.name)
    guard names.contains(segment) else {
      let hint = NearestName.find(segment, among: names).map { "; did you mean \($0)?" }
      throw CommandFailure.problem("there is no segment \(segment)\(hint ?? "")")
    }
    let imported = try input.load(events, sessionGapMs: loaded.workspace.settings.sessionGapMs)
    if !input.quiet { loaded.lists.noteStrangers(imported.timeline) }
    let number = try imported.timeline.person(orHint: person)
    let engine = Engine(imported.timeline, workers: input.workers)
    let explanation = try engine.explain(
      loaded.workspace, segment: segment, person: number,
      at: try at ?? imported.latest(quiet: input.quiet),
      lists: loaded.lists.people)
    let name = imported.timeline.name(ofPerson: number)
    var output = try OutputFile()
    switch format {
    case .text: try output.write(ExplanationText(.standardOutput).text(explanation, person: name))
    case .json: try output.write(ExplanationJSON.bytes(explanation, person: name))
    }
    try output.flush()
  }
}
