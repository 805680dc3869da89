import Foundation
import StarlingTestSupport
import Testing

/// Where events come from, and what happens to those that cannot be read.
@Suite struct InputTests {
  private let shop: ShopFolder
  private static let question = " -s segments.yaml --at 2026-03-04 --format csv"
  private static let answer = "segment,count\nabandoned,1\nbuyers,1\n"

  init() throws { shop = try ShopFolder() }

  @Test func `reads standard input`() throws {
    let run = try shop.run("evaluate -" + Self.question, input: Data(ShopFolder.events.utf8))
    #expect(run.output == Self.answer)
  }

  @Test func `reads several files, patterns and folders`() throws {
    let lines = ShopFolder.events.split(separator: "\n").map { $0 + "\n" }
    try shop.folder.write("part-1.jsonl", String(lines[0]))
    try shop.folder.write("part-2.jsonl", lines[1...].joined())
    #expect(
      try shop.run("evaluate part-1.jsonl part-2.jsonl" + Self.question).output == Self.answer)
    #expect(try shop.run("evaluate part-*.jsonl" + Self.question).output == Self.answer)
  }

  @Test func `reads gzip and Zstandard`() throws {
    try shop.folder.write("plain.jsonl", ShopFolder.events)
    for (program, ending) in [("gzip", "gz"), ("zstd", "zst")] {
      let compress = Process()
      compress.executableURL = URL(filePath: "/usr/bin/env")
      compress.arguments = [program, "-q", "-k", shop.folder.path("plain.jsonl")]
      try compress.run()
      compress.waitUntilExit()
      // Where the program is missing, reading this format is left to the tests of collecting.
      if compress.terminationStatus == 127 { continue }
      let run = try shop.run("evaluate plain.jsonl.\(ending)" + Self.question)
      #expect(run.output == Self.answer, "\(ending): \(run.errors)")
    }
  }

  @Test func `keeps bad lines and says where they are`() throws {
    try shop.folder.write("bad.jsonl", "{oops\n" + ShopFolder.events)
    let run = try shop.run("evaluate bad.jsonl -q" + Self.question)
    #expect(run.status == 0)
    #expect(run.output == Self.answer)
    #expect(
      run.errors
        == "warning: 1 of 4 lines could not be read (invalidJSON 1); they are in quarantine.jsonl\n"
    )
    #expect(shop.folder.text("quarantine.jsonl")?.contains(#""raw":"{oops""#) == true)
  }

  @Test func `never reads the quarantine file that it writes, nor replaces what it reads`() throws {
    try shop.folder.write("bad.jsonl", "{oops\n" + ShopFolder.events)
    try shop.folder.write("quarantine.jsonl", "{old\n")
    try shop.folder.write("events.jsonl", "")
    // The folder has a workspace of three lines too.
    for (input, count) in [("*.jsonl", "1 of 4 lines"), (".", "4 of 7 lines")] {
      let run = try shop.run("preview \(input) -q count(*)>0")
      #expect(run.errors.contains(count), "\(run.errors)")
    }
    let run = try shop.run("evaluate ./bad.jsonl -q --quarantine bad.jsonl" + Self.question)
    #expect(run.status == 3)
    #expect(
      run.errors.hasPrefix("error: ./bad.jsonl: is read and is the quarantine file bad.jsonl"))
    #expect(shop.folder.text("bad.jsonl")?.hasPrefix("{oops") == true)
  }

  @Test func `keeps the quarantine files of earlier runs, and says what it replaces`() throws {
    try shop.folder.write("bad.jsonl", "{oops\n" + ShopFolder.events)
    for name in ["quarantine.jsonl", "quarantine-2.jsonl", "quarantine-3.jsonl"] {
      let run = try shop.run("evaluate bad.jsonl -q" + Self.question)
      #expect(run.errors.hasSuffix("they are in \(name)\n"), "\(run.errors)")
      #expect(shop.folder.text(name)?.contains("{oops") == true)
    }
    let run = try shop.run("evaluate bad.jsonl -q --quarantine quarantine.jsonl" + Self.question)
    #expect(run.errors.hasSuffix("they are in quarantine.jsonl (replaced)\n"), "\(run.errors)")
  }

  @Test func `files that the import needs and cannot make are named with a remedy`() throws {
    try shop.folder.write("bad.jsonl", "{oops\n" + ShopFolder.events)
    let quarantine = try shop.run(
      "evaluate bad.jsonl -q --quarantine none/q.jsonl" + Self.question)
    #expect(quarantine.status == 3)
    #expect(quarantine.errors.hasPrefix("error: none/q.jsonl: cannot create: No such file"))
    #expect(quarantine.errors.hasSuffix("--quarantine FILE names another place\n"))
    #expect(quarantine.output.isEmpty)
    let scratch = try shop.run(
      script: "TMPDIR=/none \"$0\" evaluate events.jsonl" + Self.question)
    #expect(scratch.status == 3)
    #expect(scratch.errors.contains("TMPDIR names the folder"), "\(scratch.errors)")
  }

  @Test func `a compressed file that ends in the middle is answered with nothing but an error`()
    throws
  {
    try shop.folder.write("plain.jsonl", ShopFolder.events)
    let run = try shop.run(
      script: "gzip -c plain.jsonl | head -c 90 > cut.jsonl.gz; \"$0\" evaluate cut.jsonl.gz -q"
        + Self.question)
    #expect(run.status == 3)
    #expect(run.output.isEmpty)
    #expect(
      run.errors == "error: cut.jsonl.gz: the gzip file is damaged: it ends in the middle; fetch "
        + "it again; nothing was answered from what came before\n")
  }

  @Test func `a strict import stops at the first bad line`() throws {
    try shop.folder.write("bad.jsonl", ShopFolder.events + "{oops\n")
    let run = try shop.run("evaluate bad.jsonl -q --strict" + Self.question)
    #expect(run.status == 1)
    #expect(run.errors.hasPrefix("error: bad.jsonl:4: invalidJSON: "), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test func `reads a table with a mapping, which options may change, and prints the plan`() throws
  {
    try shop.folder.write("sales.csv", "who,day,total,place\nbob,02.03.2026,49.90,Ulm\n")
    try shop.folder.write(
      "sales.mapping", "person: name\ntime: day\ntime_format: \"%d.%m.%Y\"\nevent_name: purchase\n")
    let run = try shop.run(
      "evaluate sales.csv --mapping sales.mapping --person-column who" + Self.question)
    #expect(run.output == "segment,count\nabandoned,0\nbuyers,1\n")
    #expect(run.errors.contains("total  property total (number)"), "\(run.errors)")
    #expect(run.errors.contains("place  property place (text)"))
  }

  @Test(arguments: ["", "--mapping sales.mapping"])
  func `an option means what it says, quotes and number signs too`(mapping: String) throws {
    try shop.folder.write("sales.csv", "who,day\nbob,2026-03-02\n")
    try shop.folder.write("sales.mapping", "\u{FEFF}person: name\ntime: date\n")
    for name in [#"a"b # c"#, #"a"b' # c"#, #""a""#, "'a' # b: c"] {
      let file = mapping.split(separator: " ").map(String.init)
      let run = try shop.run(
        ["timeline", "sales.csv", "--person", "bob", "--format", "json", "-q"] + file + [
          "--person-column", "who", "--time-column", "day", "--event-name", name,
        ])
      let json = name.replacing("\"", with: "\\\"")
      #expect(run.output.contains("\"name\":\"\(json)\","), "\(run.output)\(run.errors)")
    }
  }

  @Test func `explains what a table needs`() throws {
    try shop.folder.write("sales.csv", "who,day\nbob,2026-03-02\n")
    let bare = try shop.run("evaluate sales.csv" + Self.question)
    #expect(bare.status == 3)
    #expect(bare.errors.contains("--person-column"))
    let half = try shop.run("evaluate sales.csv --person-column who" + Self.question)
    #expect(half.status == 3)
    #expect(half.errors.contains("no \"time\""), "\(half.errors)")
  }

  @Test func `a missing file is named`() throws {
    let run = try shop.run("evaluate none.jsonl" + Self.question)
    #expect(run.status == 3)
    #expect(run.errors.hasPrefix("error: none.jsonl: no such file"))
    let workspace = try shop.run("evaluate events.jsonl -s none.yaml")
    #expect(workspace.status == 3)
    #expect(workspace.errors.hasPrefix("error: none.yaml: cannot be read"))
  }

  @Test func `a folder without a workspace file is no workspace`() throws {
    let folder = try shop.run("check .")
    #expect(folder.status == 3)
    #expect(folder.errors.hasPrefix("error: .: is a folder without a readable workspace.yaml"))
  }

  @Test func `a workspace may come from standard input or a pipe`() throws {
    let text = Data(ShopFolder.segments.utf8)
    let options = " --at 2026-03-04 --format csv -q"
    for path in ["-", "/dev/stdin", "/proc/self/fd/0"] {
      let run = try shop.run("evaluate events.jsonl -s \(path)\(options)", input: text)
      #expect(run.output == Self.answer, "\(path): \(run.errors)")
      let check = try shop.run("check \(path)", input: text)
      #expect(check.output == "\(path): 2 segments, 0 metrics, 0 errors, 0 warnings\n")
    }
    for command in ["check pipe", "evaluate events.jsonl -s pipe" + options] {
      let run = try shop.run(command, pipe: "pipe", text: text)
      #expect(run.status == 0, "\(run.errors)")
    }
    let large = Data(repeating: UInt8(ascii: "#"), count: 5 << 20)
    let run = try shop.run("check pipe", pipe: "pipe", text: large)
    #expect(run.status == 1)
    #expect(run.output.contains("the file has more than 4194304 bytes"), "\(run.output)")
  }

  @Test func `a mapping and a list may come from a pipe`() throws {
    try shop.folder.write("sales.csv", "who,day\nbob,2026-03-02\n")
    let mapping = Data("person: who\ntime: day\nevent_name: purchase\n".utf8)
    let table = try shop.run(
      "evaluate sales.csv --mapping pipe -q" + Self.question, pipe: "pipe", text: mapping)
    #expect(table.output == "segment,count\nabandoned,0\nbuyers,1\n", "\(table.errors)")
    try shop.folder.write("w.yaml", "lists:\n  vips: pipe\nsegments:\n  vip: list.vips\n")
    let listed = try shop.run(
      "evaluate events.jsonl -s w.yaml --format csv", pipe: "pipe", text: Data("bob\n".utf8))
    #expect(listed.output == "segment,count\nvip,1\n", "\(listed.errors)")
  }

  @Test func `lists lie beside the workspace file, and where one runs with a workspace in a pipe`()
    throws
  {
    let text = "lists:\n  vips: people/vips.txt\nsegments:\n  vip: list.vips\n"
    try FileManager.default.createDirectory(
      atPath: shop.folder.path("shop/people"), withIntermediateDirectories: true)
    try shop.folder.write("shop/people/vips.txt", "bob\n")
    try shop.folder.write("shop/w.yaml", text)
    let named = try shop.run("evaluate events.jsonl -s shop/w.yaml --format csv")
    #expect(named.output == "segment,count\nvip,1\n", "\(named.errors)")
    let below = text.replacing("people/", with: "shop/people/")
    let piped = try shop.run(
      "evaluate events.jsonl -s /dev/stdin --format csv", input: Data(below.utf8))
    #expect(piped.output == "segment,count\nvip,1\n", "\(piped.errors)")
  }

  @Test func `standard input cannot be read twice`() throws {
    for command in ["evaluate - -s -", "evaluate - -s segments.yaml --mapping -", "check - -"] {
      let run = try shop.run(command, input: Data(ShopFolder.segments.utf8))
      #expect(run.status == 3, "\(command)")
      #expect(run.errors.contains("error: -: standard input cannot be both "), "\(run.errors)")
    }
  }

  @Test func `an expression may begin with a minus`() throws {
    let expression = "-count(purchase) < -0.5"
    for arguments in [[expression, "-q"], ["-q", expression], ["-q", "--", expression]] {
      let run = try shop.run(["preview", "events.jsonl", "--format", "csv"] + arguments)
      #expect(run.output == "person\nbob\n", "\(run.errors)")
    }
  }

  @Test func `without events an instant is needed`() throws {
    try shop.folder.write("empty.jsonl", "")
    let run = try shop.run("evaluate empty.jsonl -s segments.yaml")
    #expect(run.status == 1)
    #expect(run.errors.contains("--at"))
    let at = try shop.run("evaluate empty.jsonl --at 2026-03-02 -s segments.yaml --format csv")
    #expect(at.output == "segment,count\nabandoned,0\nbuyers,0\n")
  }

  @Test func `says how many values are not of their column's type`() throws {
    let rows = (0..<60_000).map { "ann,2026-03-02T10:00:00Z,\($0)\n" }.joined()
    try shop.folder.write(
      "long.csv", "who,day,v\n" + rows + "ann,2026-03-02T11:00:00Z,many\n")
    let columns = " --person-column who --time-column day --event-name sale"
    let run = try shop.run("preview long.csv count(sale)>=1" + columns)
    let warning = "1 values of column \"v\" are not of its type number"
    #expect(run.errors.contains(warning), "\(run.errors)")
    #expect(run.errors.contains("text: \"v\""), "\(run.errors)")
  }
}
