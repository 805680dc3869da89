import ArgumentParser
import Foundation
import StarlingCollect
import StarlingEngine

/// How events are read: the same for all commands that read any.
struct InputOptions: ParsableArguments {
  @OptionGroup(title: "Tables (CSV)") var table: TableOptions

  @Option(
    help: ArgumentHelp(
      "File for lines that cannot be read, replaced if it is there; by default "
        + "quarantine.jsonl, or quarantine-2.jsonl and so on where that is there.",
      valueName: "file"),
    completion: .file())
  var quarantine: String?

  @Flag(help: "Stop at the first line that cannot be read.")
  var strict = false

  @Option(help: ArgumentHelp("Number of threads; one a core by default.", valueName: "n"))
  var threads: Int?

  @Flag(
    name: .shortAndLong,
    help: "Print nothing but the result, warnings about lost lines, and errors.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads \(threads): give a number from 1 to 1024")
    }
  }

  /// The threads that work.
  var workers: Workers { threads.map { Workers($0) } ?? .perCore }

  /// Where lines go that cannot be read.
  private var quarantineTarget: QuarantineTarget {
    quarantine.map { .replacing($0) } ?? .numbered("quarantine.jsonl")
  }

  /// Imports the files and says what became of them.
  ///
  /// - Parameter sessionGapMs: Longest pause inside a session. Unit: ms.
  func load(_ arguments: [String], sessionGapMs: Int64) throws -> ImportedTimeline {
    if arguments.contains("-") { try StandardInput.take(as: "an event file") }
    let files = try InputFile.expand(arguments, quarantine: quarantineTarget)
    let sources = try ImportSource.open(files, mapping: try table.columns())
    if !quiet { announce(sources) }
    let options = ImportOptions(
      sessionGapMs: sessionGapMs, quarantine: quarantineTarget,
      scratchFolder: FileManager.default.temporaryDirectory.path, isStrict: strict)
    let line = Terminal.standardError.isWatched && !quiet ? ProgressLine() : nil
    let start = ContinuousClock.now
    defer { line?.clear() }
    let imported = try TimelineImport(options, workers: workers).run(sources) { line?.show($0) }
    line?.clear()
    report(imported.summary, seconds: (ContinuousClock.now - start) / .seconds(1))
    return imported
  }

  private func announce(_ sources: [ImportSource]) {
    for source in sources {
      guard case .table(let plan) = source.format else { continue }
      let names = source.files.map(\.path).joined(separator: ", ")
      Terminal.standardError.print("\(names): \(plan)".visible(keepsLines: true))
    }
  }

  private func report(_ summary: ImportSummary, seconds: Double) {
    if !quiet { Terminal.standardError.print(Self.text(summary, seconds) + "\n") }
    for misfits in summary.misfits.values.sorted(by: { $0.column < $1.column }) {
      Terminal.standardError.printWarning(Self.text(misfits))
    }
    if summary.rejectedCount == 0 { return }
    let reasons = summary.rejected.sorted {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }
    .map { "\($0.key.rawValue) \(NumberText.grouped($0.value))" }.joined(separator: ", ")
    var message = "\(NumberText.grouped(summary.rejectedCount)) of "
    message += "\(NumberText.grouped(summary.lines)) lines could not be read (\(reasons)); "
    message += "they are in \(summary.quarantinePath)"
    if summary.hasReplacedQuarantine { message += " (replaced)" }
    if summary.events == 0 && summary.rejected.keys.allSatisfy({ $0 == .invalidJSON }) {
      message += "; if this is a table, explain its columns with --mapping FILE"
    }
    Terminal.standardError.printWarning(message)
  }

  private static func text(_ misfits: ColumnMisfits) -> String {
    let count = NumberText.grouped(misfits.count)
    return """
      \(count) values of column "\(misfits.column)" are not of its type \
      \(misfits.kind.rawValue) and are kept as text; text: "\(misfits.column)" in a mapping keeps \
      the whole column as text
      """
  }

  private static func text(_ summary: ImportSummary, _ seconds: Double) -> String {
    let rate = Int(Double(summary.events) / max(seconds, 0.001))
    var text = "\(NumberText.grouped(summary.events)) events of "
    text += "\(NumberText.grouped(summary.people)) people"
    if summary.duplicates > 0 {
      text += ", \(NumberText.grouped(summary.duplicates)) duplicates left out"
    }
    text += "; \(NumberText.grouped(summary.lines)) lines, \(NumberText.bytes(summary.bytes)) in "
    return text + "\(NumberText.fixed(seconds, 2)) s (\(NumberText.grouped(rate)) events/s)"
  }
}
