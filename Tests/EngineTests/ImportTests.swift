import StarlingCollect
import StarlingEngine
import StarlingModel
import StarlingTestSupport
import StarlingTimeline
import Testing

@Suite struct ImportTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func load(
    _ names: [String], mapping: String? = nil, threads: Int = 2, chunk: Int = 256,
    isStrict: Bool = false, eventsMax: Int? = nil
  ) throws -> ImportedTimeline {
    var sizes = InputSource.Sizes()
    sizes.chunk = chunk
    let sources = try ImportSource.open(
      InputFile.expand(names.map(folder.path)),
      mapping: mapping.map { try CSVMapping(reading: $0, place: "mapping") }, sizes: sizes)
    var options = ImportOptions(
      sessionGapMs: 30 * Milliseconds.minute,
      quarantine: .replacing(folder.path("quarantine.jsonl")),
      scratchFolder: folder.path, isStrict: isStrict)
    options.eventsMax = eventsMax ?? options.eventsMax
    return try TimelineImport(options, workers: Workers(threads)).run(sources)
  }

  /// A call of one of 7 people, whose third property tells calls apart.
  private func line(_ number: Int, id: String? = nil) -> String {
    let minute = number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)"
    return #"{"type":"track","event":"e\#(number % 3)","userId":"u\#(number % 7)","#
      + #""timestamp":"2026-03-02T1\#(number % 10):\#(minute):00Z","#
      + #""messageId":"\#(id ?? "m\(number)")","properties":{"n":\#(number)}}"#
  }

  private func lines(_ numbers: [Int]) -> String {
    numbers.map { line($0) + "\n" }.joined()
  }

  private func events(_ imported: ImportedTimeline) -> [String: [PersonEvent]] {
    let timeline = imported.timeline
    return (0..<timeline.places).reduce(into: [:]) { events, person in
      let own = timeline.events(ofPerson: person)
      if !own.isEmpty { events[timeline.name(ofPerson: person)] = own }
    }
  }

  @Test(arguments: [1, 2, 5])
  func `counts a message id once across chunks, files and threads`(threads: Int) throws {
    try folder.write("a.jsonl", lines(Array(0..<500) + Array(100..<300)))
    try folder.write("b.jsonl", lines(Array(400..<600)))
    let imported = try load(["a.jsonl", "b.jsonl"], threads: threads)
    #expect(imported.summary.events == 600)
    #expect(imported.summary.duplicates == 300)
    #expect(imported.summary.lines == 900)
    #expect(imported.summary.people == 7)
    #expect(imported.timeline.eventCount == 600)
  }

  @Test func `ends at the last arrival number, which duplicates do not take`() throws {
    try folder.write("a.jsonl", lines(Array(0..<100) + Array(0..<50)))
    #expect(try load(["a.jsonl"], eventsMax: 100).summary.events == 100)
    let error = #expect(throws: CollectError.self) { try load(["a.jsonl"], eventsMax: 99) }
    #expect(error?.code == .limit)
    // The events of the last chunks get the last numbers, without a wrap.
    #expect(
      ImportOptions(sessionGapMs: 1, quarantine: .replacing(""), scratchFolder: "").eventsMax
        == 4_294_967_294)
  }

  @Test func `keeps the first of two events with one message id`() throws {
    let other = line(8, id: "m1")
    try folder.write("a.jsonl", lines([1]) + lines(Array(10..<40)) + other + "\n")
    let imported = try load(["a.jsonl"])
    #expect(imported.summary.duplicates == 1)
    let own = try #require(events(imported)["u1"])
    #expect(own.contains { $0.properties["n"] == 1 })
    #expect(!own.contains { $0.properties["n"] == 8 })
  }

  @Test func `keeps all events without a message id`() throws {
    let bare = #"{"type":"track","event":"e","userId":"a","timestamp":"2026-03-02"}"# + "\n"
    try folder.write("a.jsonl", String(repeating: bare, count: 50))
    #expect(try load(["a.jsonl"]).summary.events == 50)
  }

  @Test func `gives the same timeline whatever the order of the lines`() throws {
    var random = SeededGenerator(seed: 7)
    try folder.write("a.jsonl", lines(Array(0..<400)))
    let expected = events(try load(["a.jsonl"]))
    for _ in 0..<5 {
      try folder.write("b.jsonl", lines(Array(0..<400).shuffled(using: &random)))
      #expect(events(try load(["b.jsonl"], threads: 3)) == expected)
    }
  }

  @Test func `sets bad lines aside and goes on`() throws {
    try folder.write("a.jsonl", lines([1, 2]) + "{broken\n\n" + lines([3]) + "[]\n")
    let imported = try load(["a.jsonl"])
    #expect(imported.summary.events == 3)
    #expect(imported.summary.rejected == [.invalidJSON: 1, .notAnObject: 1])
    let quarantine = try #require(folder.text("quarantine.jsonl"))
    #expect(quarantine.contains(#""line":3,"reason":"invalidJSON""#))
    #expect(quarantine.contains(#""raw":"{broken""#))
  }

  @Test func `leaves no quarantine file behind when all lines are good`() throws {
    try folder.write("a.jsonl", lines([1, 2]))
    _ = try load(["a.jsonl"])
    #expect(folder.text("quarantine.jsonl") == nil)
  }

  @Test(arguments: [1, 4])
  func `stops a strict import at the first bad line in the order of the input`(
    threads: Int
  ) throws {
    let bad = (0..<40).map { "bad \($0)\n" }.joined()
    try folder.write("a.jsonl", lines(Array(0..<100)) + bad)
    let error = #expect(throws: ImportError.self) {
      try load(["a.jsonl"], threads: threads, isStrict: true)
    }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("\(folder.path("a.jsonl")):101: invalidJSON"), "\(text)")
  }

  @Test func `joins people through identify and alias, whatever comes first`() throws {
    let calls = [
      #"{"type":"track","event":"e","anonymousId":"x1","timestamp":"2026-03-01"}"#,
      #"{"type":"identify","userId":"ann","anonymousId":"x1","timestamp":"2026-03-02"}"#,
      #"{"type":"alias","userId":"ann","previousId":"old","timestamp":"2026-03-03"}"#,
      #"{"type":"track","event":"f","userId":"old","timestamp":"2026-02-01"}"#,
      #"{"type":"track","event":"g","userId":"bob","timestamp":"2026-02-01"}"#,
    ]
    for order in [calls, calls.reversed()] {
      try folder.write("a.jsonl", order.joined(separator: "\n"))
      let imported = try load(["a.jsonl"], chunk: 100)
      #expect(imported.summary.people == 2)
      #expect(events(imported)["ann"]?.map(\.name) == ["f", "e", ""])
      let timeline = imported.timeline
      #expect(timeline.person(named: "x1") == timeline.person(named: "old"))
    }
  }

  @Test func `reads tables and JSON Lines in one import`() throws {
    try folder.write("a.jsonl", lines([1]))
    try folder.write("b.csv", "who,at,what,price\nu1,2026-03-01,sale,3\nu2,2026-03-01,sale,4\n")
    let mapping = "person: who\ntime: at\nevent: what\n"
    let imported = try load(["a.jsonl", "b.csv"], mapping: mapping)
    #expect(imported.summary.events == 3)
    #expect(events(imported)["u1"]?.map(\.name) == ["sale", "e1"])
    #expect(events(imported)["u2"]?.first?.properties == ["price": 4])
  }

  @Test func `says how to explain a table that comes without a mapping`() throws {
    try folder.write("b.csv", "who,at\nu1,2026-03-01\n")
    let error = #expect(throws: CollectError.self) { try load(["b.csv"]) }
    #expect(error?.message.contains("--mapping") == true)
  }

  @Test func `makes an empty timeline of an empty file`() throws {
    try folder.write("a.jsonl", "")
    let imported = try load(["a.jsonl"])
    #expect(imported.timeline.latest == nil)
    #expect(imported.summary.events == 0)
  }
}
