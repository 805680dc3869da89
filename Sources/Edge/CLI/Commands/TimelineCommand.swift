import ArgumentParser
import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// `starling timeline`.
struct TimelineCommand: ParsableCommand {
  /// How events are printed.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "List the events of one person.",
    discussion: """
      In the order of time, with sessions and traits. Any of the person's identifiers will do.

        starling timeline shop.jsonl --person u000001
      """)

  @Argument(help: "Event files.", completion: .file())
  var events: [String]

  @Option(help: ArgumentHelp("Identifier of the person.", valueName: "id"))
  var person: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Workspace file that says how long a session pauses.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var segments: String?

  @Option(help: "How to print the events.")
  var format = Form.table

  @OptionGroup var input: InputOptions

  func run() throws {
    let workspace = try segments.map { try LoadedWorkspace($0, showsWarnings: false).workspace }
    let settings = workspace?.settings ?? WorkspaceSettings()
    let timeline = try input.load(events, sessionGapMs: settings.sessionGapMs).timeline
    let number = try timeline.person(orHint: person)
    let events = timeline.events(ofPerson: number)
    var output = try OutputFile()
    switch format {
    case .table: try output.write(table(events, name: timeline.name(ofPerson: number)))
    case .json: try output.write(json(events, name: timeline.name(ofPerson: number)))
    }
    try output.flush()
  }

  private func table(_ events: [PersonEvent], name: String) -> String {
    var text = "\(name.visible()): \(NumberText.grouped(events.count)) events\n"
    var session: Int?
    for event in events {
      if let own = event.session, own != session {
        session = own
        text += "\n" + Terminal.standardOutput.styled("session \(own)", .bold) + "\n"
      }
      let call = event.kind == .track ? event.name : "\(event.kind.rawValue) \(event.name)"
      let properties = event.properties.sorted { $0.key.showOrder < $1.key.showOrder }
        .map { "\($0.key.dotted.visible())=\($0.value.shown)" }.joined(separator: " ")
      let line = "  \(event.at.iso)  \(call.visible())  \(properties)"
      text += line.reversed().drop { $0 == " " }.reversed() + "\n"
    }
    return text
  }

  private func json(_ events: [PersonEvent], name: String) -> [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.key("person")
    json.value(name)
    json.key("events")
    json.beginArray()
    for event in events { write(event, &json) }
    json.endArray()
    json.endObject()
    json.endLine()
    return json.bytes
  }

  private func write(_ event: PersonEvent, _ json: inout JSONOutput) {
    json.beginObject()
    json.key("at")
    json.value(event.at.iso)
    json.key("type")
    json.value(event.kind.rawValue)
    if event.kind != .identify {
      json.key("name")
      json.value(event.name)
    }
    if let session = event.session {
      json.key("session")
      json.value(session)
    }
    json.key(event.kind == .identify ? "traits" : "properties")
    json.beginObject()
    for (path, value) in event.properties.sorted(by: { $0.key.dotted < $1.key.dotted }) {
      json.key(path.dotted)
      json.value(value)
    }
    json.endObject()
    json.endObject()
  }
}

extension Timeline {
  /// The number of a person.
  ///
  /// - Throws: `CommandFailure` with the nearest identifier when nobody has this one.
  func person(orHint identifier: String) throws -> Int {
    if let person = person(named: identifier) { return person }
    let known = (0..<UInt32(personOfIdentifier.count)).lazy.map { self.identifiers.string($0) }
    let hint = NearestName.find(identifier, among: known).map { "; did you mean \($0)?" }
    throw CommandFailure.problem("no person has the identifier \(identifier)\(hint ?? "")")
  }
}

extension PropertyPath {
  /// The path as people write it: a key that holds a dot, or a quote, stands in quotes.
  var dotted: String {
    components.map { $0.contains { ".\"".contains($0) } ? $0.quoted : $0 }.joined(separator: ".")
  }

  /// What tables sort paths by: an event's own properties first, then its context.
  var showOrder: (Int, String) { (components.first == "context" ? 1 : 0, dotted) }
}

extension Value {
  /// The value as a table shows it, control characters made visible.
  var shown: String {
    switch self {
    case .number(let number): NumberText.text(of: number)
    case .string(let string): string.visible()
    case .boolean(let boolean): "\(boolean)"
    case .list(let list): "[" + list.map(\.shown).joined(separator: ",") + "]"
    }
  }
}
