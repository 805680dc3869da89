import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// `starling bench`.
struct Bench: ParsableCommand {
  /// How the figures are printed.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static let configuration = CommandConfiguration(
    abstract: "Measure this machine: import, segments, one event, replay, memory.",
    discussion: """
      Times are medians of several rounds, after one round that nobody looks at.

        starling bench shop.jsonl --segments Examples/shop.yaml
      """)

  @Argument(help: "Event files.", completion: .file())
  var events: [String]

  @OptionGroup var definitions: SegmentOptions

  @Option(
    help: ArgumentHelp("The instant to ask about, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var at: Stamp?

  @Option(help: "How to print the figures.")
  var format = Form.table

  @Flag(help: "Add sums over the members, to compare them with those of other programs.")
  var membersDigest = false

  @OptionGroup var input: InputOptions

  func run() throws {
    let loaded = try definitions.load(quiet: input.quiet)
    let start = ContinuousClock.now
    let imported = try input.load(events, sessionGapMs: loaded.workspace.settings.sessionGapMs)
    let importSeconds = (ContinuousClock.now - start) / .seconds(1)
    let at = try at ?? imported.latest(quiet: input.quiet)
    let measurement = BenchMeasurement(
      engine: Engine(imported.timeline, workers: input.workers), loaded: loaded,
      imported: imported, at: at)
    let report = try measurement.report(importSeconds: importSeconds, hasDigest: membersDigest)
    var output = try OutputFile()
    switch format {
    case .table: try output.write(report.table)
    case .json: try output.write(report.json)
    }
    try output.flush()
  }
}
