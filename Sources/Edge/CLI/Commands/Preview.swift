import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// `starling preview`.
struct Preview: ParsableCommand {
  /// Members that a table shows.
  private static let sampleSize = 10
  /// What the expression is called while it is asked; no segment can have this name.
  private static let name = "(preview)"

  static let configuration = CommandConfiguration(
    abstract: "Count the members of one expression.",
    discussion: """
      The expression comes last. With --segments it may use the segments, metrics and lists of a \
      workspace.

        starling preview shop.jsonl 'count(purchase[30d]) >= 2 and trait.plan == "vip"'
        starling preview shop.jsonl 'not segment.high_intent' --segments Examples/shop.yaml
        starling preview shop.jsonl -- '-metric.margin < 5'
      """)

  @Argument(help: "Event files, then the expression.", completion: .file())
  var eventsAndExpression: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Workspace file whose definitions may be used; - for standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var segments: String?

  @Option(
    help: ArgumentHelp("The instant to ask about, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var at: Stamp?

  @Option(help: "How to print the result.")
  var format = ResultFormat.table

  @Flag(help: "Print all members.")
  var members = false

  @OptionGroup var input: InputOptions

  /// The arguments of the program with an expression that begins with `-`, and would be taken for
  /// options, behind `--` at the end: no option holds a sign of the language.
  static func separated(_ arguments: [String]) -> [String] {
    let place = arguments.firstIndex { argument in
      argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.dropFirst(2).first != "="
        && argument.contains { " (<>=!".contains($0) }
    }
    guard arguments.first == "preview", !arguments.contains("--"), let place else {
      return arguments
    }
    return arguments[..<place] + arguments[(place + 1)...] + ["--", arguments[place]]
  }

  func validate() throws {
    if eventsAndExpression.count < 2 {
      throw ValidationError("give at least one event file, then the expression in quotes")
    }
  }

  func run() throws {
    let text = eventsAndExpression[eventsAndExpression.count - 1]
    let loaded = try segments.map { try LoadedWorkspace($0, showsWarnings: !input.quiet) }
    var workspace = loaded?.workspace ?? Workspace()
    let (expression, diagnostics) = workspace.check(text)
    let shown = diagnostics.filter { $0.severity == .error || !input.quiet }
    if !shown.isEmpty {
      let terminal = Terminal.standardError
      let source = SourceText(name: "expression", text: text)
      terminal.print(terminal.coloured(source.render(shown)))
    }
    guard let expression else { throw CommandFailure.saidAlready }
    workspace.segments.append(Definition(name: Self.name, text: text, expression: expression))

    let imported = try input.load(
      Array(eventsAndExpression.dropLast()), sessionGapMs: workspace.settings.sessionGapMs)
    let at = try at ?? imported.latest(quiet: input.quiet)
    let engine = Engine(imported.timeline, workers: input.workers)
    if !input.quiet { loaded?.lists.noteStrangers(imported.timeline) }
    let binding = try Binding(
      Plan(workspace), imported.timeline, lists: loaded?.lists.people ?? [:])
    let memberships = try engine.evaluate(binding, at: at)
    let set = memberships.sets[memberships.sets.count - 1]
    var output = try OutputFile()
    switch format {
    case .table: try output.write(table(set, at, imported.timeline))
    case .json: try output.write(json(set, at, imported.timeline))
    case .csv:
      let names = imported.timeline.names(of: set)
      try output.write(names.reduce("person\n") { $0 + CSVText.record([$1]) })
    }
    try output.flush()
  }

  private func table(_ set: MemberSet, _ at: Stamp, _ timeline: Timeline) -> String {
    let people = timeline.peopleCount(at: at)
    let count = set.count
    var text = "\(NumberText.grouped(count)) of \(NumberText.grouped(people)) people "
    text += "(\(NumberText.percent(count, of: people))) at \(at.iso)\n"
    let names = timeline.names(of: set)
    let shown = members ? names[...] : names.prefix(Self.sampleSize)
    for name in shown { text += "  \(name.visible())\n" }
    if shown.count < names.count { text += "  … --members shows all\n" }
    return text
  }

  private func json(_ set: MemberSet, _ at: Stamp, _ timeline: Timeline) -> [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.key("at")
    json.value(at.iso)
    json.key("people")
    json.value(timeline.peopleCount(at: at))
    json.key("count")
    json.value(set.count)
    if members {
      json.key("members")
      json.beginArray()
      for name in timeline.names(of: set) { json.value(name) }
      json.endArray()
    }
    json.endObject()
    json.endLine()
    return json.bytes
  }
}
