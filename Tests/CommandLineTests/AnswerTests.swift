import Foundation
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// The commands that answer questions: their results, character by character.
@Suite struct AnswerTests {
  private let shop: ShopFolder

  init() throws { shop = try ShopFolder() }

  @Test func `evaluate prints counts and members as JSON`() throws {
    let run = try shop.run(
      "evaluate events.jsonl --segments segments.yaml --at 2026-03-04T00:00:00Z --format json"
        + " --members")
    #expect(
      run.output == """
        {"at":"2026-03-04T00:00:00.000Z","segments":{"abandoned":{"count":1,"members":["ann"]},\
        "buyers":{"count":1,"members":["bob"]}}}

        """)
    #expect(run.status == 0)
  }

  @Test func `evaluate asks about the latest event without an instant`() throws {
    let run = try shop.run("evaluate events.jsonl -s segments.yaml --format json -q")
    #expect(run.output.hasPrefix(#"{"at":"2026-03-02T12:30:00.000Z","segments":{"abandoned":"#))
    #expect(!run.output.contains("members"))
    #expect(run.errors.isEmpty)
  }

  @Test func `notes that the latest event lies in the future`() throws {
    let line = #"{"type":"track","event":"e","userId":"eve","timestamp":"2199-01-01T00:00:00Z"}"#
    try shop.folder.write("future.jsonl", line + "\n")
    let note = "note: the latest event is at 2199-01-01T00:00:00.000Z (in future.jsonl), "
    let options = " future.jsonl events.jsonl -s segments.yaml"
    for (command, option) in [("evaluate", "--at"), ("overlap", "--at"), ("replay", "--until")] {
      let run = try shop.run(command + options)
      #expect(run.status == 0)
      #expect(run.errors.contains(note), "\(run.errors)")
      #expect(run.errors.hasSuffix("name an instant with \(option)\n"), "\(run.errors)")
      #expect(try shop.run(command + options + " -q").errors.isEmpty)
      let asked = try shop.run(command + options + " \(option) 2026-03-04")
      #expect(!asked.errors.contains("note: "))
    }
    #expect(!(try shop.run("evaluate events.jsonl -s segments.yaml").errors.contains("note: ")))
  }

  @Test func `evaluate prints a table with shares`() throws {
    let run = try shop.run("evaluate events.jsonl -s segments.yaml --at 2026-03-04 --members")
    #expect(
      run.output == """
        2026-03-04T00:00:00.000Z, 2 people

        segment    people   share  title
        abandoned       1  50.0 %
        buyers          1  50.0 %

        abandoned
          ann

        buyers
          bob

        """)
  }

  @Test func `evaluate prints CSV`() throws {
    let line = "evaluate events.jsonl -s segments.yaml --at 2026-03-04 --format csv"
    #expect(try shop.run(line).output == "segment,count\nabandoned,1\nbuyers,1\n")
    #expect(
      try shop.run(line + " --members").output == "segment,person\nabandoned,ann\nbuyers,bob\n")
  }

  @Test func `replay prints every entry and exit`() throws {
    let run = try shop.run("replay events.jsonl -s segments.yaml --until 2026-04-02")
    #expect(
      run.output == """
        {"at":"2026-03-02T12:30:00.000Z","segment":"buyers","person":"bob","change":"enter"}
        {"at":"2026-03-03T10:00:00.000Z","segment":"abandoned","person":"ann","change":"enter"}
        {"at":"2026-03-09T10:00:00.000Z","segment":"abandoned","person":"ann","change":"exit"}
        {"at":"2026-04-01T12:30:00.000Z","segment":"buyers","person":"bob","change":"exit"}

        """)
    let late = try shop.run(
      "replay events.jsonl -s segments.yaml --since 2026-03-09 --until 2026-03-10 --format csv")
    #expect(
      late.output == """
        at,segment,person,change
        2026-03-09T10:00:00.000Z,abandoned,ann,exit

        """)
  }

  @Test func `preview counts one expression`() throws {
    let run = try shop.run(["preview", "events.jsonl", "count(add_to_cart) >= 1", "--members"])
    #expect(run.output == "2 of 2 people (100.0 %) at 2026-03-02T12:30:00.000Z\n  ann\n  bob\n")
    let json = try shop.run([
      "preview", "events.jsonl", "not segment.buyers", "-s", "segments.yaml", "--format", "json",
      "--members",
    ])
    #expect(
      json.output
        == #"{"at":"2026-03-02T12:30:00.000Z","people":2,"count":1,"members":["ann"]}"# + "\n")
  }

  @Test func `overlap counts the people of each pair`() throws {
    let line = "overlap events.jsonl -s segments.yaml --at 2026-03-04 --format "
    #expect(try shop.run(line + "csv").output == "first,second,both\nabandoned,buyers,0\n")
    #expect(
      try shop.run(line + "json").output == """
        {"at":"2026-03-04T00:00:00.000Z","segments":{"abandoned":1,"buyers":1},"pairs":\
        [{"first":"abandoned","second":"buyers","both":0}]}

        """)
    #expect(try shop.run(line + "table").output.contains("2  buyers     0  1"))
  }

  @Test func `timeline lists what a person did, by session`() throws {
    let table = try shop.run("timeline events.jsonl --person bob")
    #expect(
      table.output == """
        bob: 2 events

        session 1
          2026-03-02T11:00:00.000Z  add_to_cart  product_id=p-2

        session 2
          2026-03-02T12:30:00.000Z  purchase  amount=49.9

        """)
    let json = try shop.run("timeline events.jsonl --person ann --format json")
    #expect(
      json.output == """
        {"person":"ann","events":[{"at":"2026-03-02T10:00:00.000Z","type":"track",\
        "name":"add_to_cart","session":1,"properties":{"product_id":"p-1"}}]}

        """)
  }

  @Test func `timeline tells a key with a dot from a path`() throws {
    try shop.folder.write(
      "dots.jsonl",
      """
      {"type":"track","event":"e","userId":"u","timestamp":"2026-03-02T10:00:00Z",\
      "properties":{"b.c":1,"b":{"c":2},"\\"b.c\\"":3}}

      """)
    let json = try shop.run("timeline dots.jsonl --person u --format json -q")
    #expect(
      json.output.contains(
        #""properties":{"\"\\\"b.c\\\"\"":3,"\"b.c\"":1,"b.c":2}"#), "\(json.output)")
    let table = try shop.run("timeline dots.jsonl --person u -q")
    #expect(table.output.contains(#""b.c"=1 b.c=2"#), "\(table.output)")
  }

  @Test func `preview prints warnings of the expression, and none when it shall be quiet`() throws {
    let line = ["preview", "events.jsonl", "purchase.amount[7d]"]
    #expect(try shop.run(line).errors.contains("warning"))
    #expect(try shop.run(line + ["-q"]).errors.isEmpty)
  }

  @Test func `timeline suggests the nearest identifier`() throws {
    let run = try shop.run("timeline events.jsonl --person bobb -q")
    #expect(run.status == 1)
    #expect(run.errors == "error: no person has the identifier bobb; did you mean bob?\n")
  }

  @Test func `reads the lists of a workspace beside its file`() throws {
    try shop.folder.write("vips.txt", "bob\nnobody\n")
    try shop.folder.write("lists.yaml", "lists:\n  vips: vips.txt\nsegments:\n  vip: list.vips\n")
    let run = try shop.run("evaluate events.jsonl -s lists.yaml --format csv --members")
    #expect(run.output == "segment,person\nvip,bob\n")
  }

  @Test(
    arguments: try ConformanceCase.all().enumerated().filter { $0.offset % 97 == 0 }.map(\.element))
  func `holds the conformance cases on files`(_ example: ConformanceCase) throws {
    let folder = try ScratchFolder()
    try folder.write("w.json", example.workspaceText)
    try folder.write("e.jsonl", example.eventLines.joined(separator: "\n"))
    for evaluation in example.evaluations {
      let arguments = ["-q", "--at", evaluation.at.iso, "--format", "csv", "--members"]
      let run = try CommandRun(
        ["evaluate", "e.jsonl", "-s", "w.json"] + arguments, in: folder.path)
      let expected = evaluation.members.flatMap { name, people in people.map { "\(name),\($0)" } }
      #expect(
        run.output.split(separator: "\n").dropFirst().sorted() == expected.sorted().map { $0[...] })
    }
    let replay = try CommandRun(
      ["replay", "e.jsonl", "-s", "w.json", "-q", "--until", example.until.iso, "--format", "csv"],
      in: folder.path)
    let changes = example.changes.map { change in
      "\(change.at.iso),\(change.segment),\(change.person),\(change.change.rawValue)"
    }
    #expect(replay.output.split(separator: "\n").dropFirst().map(String.init) == changes)
  }
}
