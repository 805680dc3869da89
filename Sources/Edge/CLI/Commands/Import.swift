import ArgumentParser
import Foundation
import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingServer
import StarlingStore

/// `starling import`.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put history into a data directory, or send it to a running server.",
    discussion: """
      History changes who is in which segment and tells nobody: no webhook is sent for it. Run an \
      import again as often as you like: events with known message ids count once.

        starling import 'may/*.jsonl.gz' --data ./data
        STARLING_WRITE_KEY=wk_… starling import orders.csv --mapping orders.yaml \\
          --url http://127.0.0.1:8080
      """)

  @Argument(help: "Event files.", completion: .file())
  var events: [String]

  @Option(
    help: ArgumentHelp("Data directory of a server that does not run.", valueName: "folder"))
  var data: String?

  @Option(
    help: ArgumentHelp("Address of a running server; also as STARLING_URL.", valueName: "url"))
  var url: String?

  @Option(
    help: ArgumentHelp(
      "Write key of a source there; better as STARLING_WRITE_KEY, which others do not see.",
      valueName: "key"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "Name of the source that events are said to come from, with --data; made when missing.",
      valueName: "name"))
  var source = "import"

  @OptionGroup(title: "Tables (CSV)") var table: TableOptions

  @Flag(name: .shortAndLong, help: "Print nothing but warnings about lost lines, and errors.")
  var quiet = false

  func validate() throws {
    if data != nil && url != nil {
      throw ValidationError("--data and --url: give one, where the events go")
    }
  }

  func run() throws {
    let files = try HistoryFiles(events, mapping: try table.columns())
    let environment = ProcessInfo.processInfo.environment
    if let url = url ?? (data == nil ? environment["STARLING_URL"] : nil) {
      guard let key = key ?? environment["STARLING_WRITE_KEY"] else {
        throw CommandFailure.problem("set STARLING_WRITE_KEY to the write key of a source")
      }
      try send(files, to: RemoteImport(url: url, writeKey: key))
    } else {
      try keep(files, in: DataDirectory(data ?? "data"))
    }
  }

  /// Commits everything into the directory of a stopped server.
  private func keep(_ files: HistoryFiles, in directory: DataDirectory) throws {
    let store = try directory.open(
      whenInUse: "; to send to the running server, give --url and set STARLING_WRITE_KEY")
    let into = try StoreImport(store, source: source)
    let summary = try read(files) { _, parsed, _, summary in
      let new = try into.commit(parsed)
      summary.events += new
      summary.duplicates += parsed.batch.count - new
    }
    try into.finish()
    say(summary, rejectedAre: "they are in the quarantine of the server")
  }

  /// Sends everything to a running server.
  private func send(_ files: HistoryFiles, to server: RemoteImport) throws {
    let summary = try read(files) { chunk, parsed, format, summary in
      var pending: [[UInt8]] = []
      var bytes = 0
      for call in try CallLines.calls(chunk, parsed, format) {
        if pending.count == RemoteImport.itemsMax || bytes + call.count > RemoteImport.bytesMax {
          try Self.send(&pending, to: server, &summary)
          bytes = 0
        }
        pending.append(call)
        bytes += call.count + 1
      }
      try Self.send(&pending, to: server, &summary)
    }
    say(summary, rejectedAre: "they were not sent; mend them and import the file again")
  }

  private static func send(
    _ calls: inout [[UInt8]], to server: RemoteImport, _ summary: inout HistorySummary
  ) throws {
    if calls.isEmpty { return }
    let batch = calls
    try AsyncRun.wait { try await server.send(batch) }
    summary.events += batch.count
    calls = []
  }

  /// Reads all files with a line of progress.
  private func read(
    _ files: HistoryFiles,
    _ take: (InputChunk, ParsedChunk, ImportFormat, inout HistorySummary) throws -> Void
  ) throws -> (HistorySummary, seconds: Double) {
    let line = Terminal.standardError.isWatched && !quiet ? ProgressLine() : nil
    defer { line?.clear() }
    let start = ContinuousClock.now
    let total = files.bytesTotal
    var summary = HistorySummary()
    try files.read { plan in
      if !quiet { Terminal.standardError.print(plan.visible(keepsLines: true)) }
    } _: { chunk, parsed, format in
      summary.count(parsed)
      try take(chunk, parsed, format, &summary)
      line?.show(bytes: parsed.consumedBytes, of: total, events: summary.events)
    }
    return (summary, (ContinuousClock.now - start) / .seconds(1))
  }

  private func say(_ result: (HistorySummary, seconds: Double), rejectedAre place: String) {
    if !quiet { Terminal.standardError.print(result.0.text(seconds: result.seconds)) }
    if let warning = result.0.warning(place) { Terminal.standardError.printWarning(warning) }
  }
}
