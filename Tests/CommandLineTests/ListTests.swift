import Foundation
import StarlingTestSupport
import Testing

/// The lists of people that a workspace names.
@Suite struct ListTests {
  private let shop: ShopFolder

  init() throws {
    shop = try ShopFolder()
    try shop.folder.write("w.yaml", "segments:\n  vip: list.vips\nlists:\n  vips: vips.txt\n")
  }

  @Test func `a byte order mark is no part of the first identifier`() throws {
    try shop.folder.write("vips.txt", "\u{FEFF}bob\r\nann\r\n")
    let run = try shop.run("evaluate events.jsonl -s w.yaml --members --format csv -q")
    #expect(run.output == "segment,person\nvip,ann\nvip,bob\n")
  }

  @Test(arguments: ["evaluate", "replay", "overlap", "explain --person bob --segment vip"])
  func `identifiers that nobody has are counted in a note`(command: String) throws {
    try shop.folder.write("vips.txt", "bob\nu;x\ncarl\n")
    let loud = try shop.run("\(command) events.jsonl -s w.yaml")
    #expect(
      loud.errors.contains(
        "note: list vips: 2 of 3 identifiers belong to nobody in these events (first: \"u;x\")\n"),
      "\(loud.errors)")
    #expect(try shop.run("\(command) events.jsonl -s w.yaml -q").errors.isEmpty)
    try shop.folder.write("vips.txt", "bob\n")
    #expect(try !shop.run("\(command) events.jsonl -s w.yaml").errors.contains("note:"))
  }

  @Test func `preview notes identifiers that nobody has, too`() throws {
    try shop.folder.write("vips.txt", "bob\nu;x\n")
    let run = try shop.run("preview events.jsonl list.vips -s w.yaml")
    #expect(run.errors.contains("1 of 2 identifiers belongs to nobody"), "\(run.errors)")
  }

  @Test func `lists of a workspace named by one letter, or by none, lie here`() throws {
    try shop.folder.write("vips.txt", "bob\n")
    let text = try #require(shop.folder.text("w.yaml"))
    try shop.folder.write("w", text)
    let options = " --format csv -q"
    let named = try shop.run("evaluate events.jsonl -s w" + options)
    #expect(named.output == "segment,count\nvip,1\n", "\(named.errors)")
    let piped = try shop.run("evaluate events.jsonl -s -" + options, input: Data(text.utf8))
    #expect(piped.output == "segment,count\nvip,1\n", "\(piped.errors)")
  }

  @Test func `a list that cannot be read is an error with its place`() throws {
    try shop.folder.write(
      "w.yaml",
      "lists:\n  vips: none.txt\n  here: .\nsegments:\n  vip: list.vips\n  b: segment.missing\n")
    let check = try shop.run("check w.yaml")
    #expect(check.status == 1)
    #expect(
      check.output.hasPrefix(
        """
        w.yaml:2:9: error: list vips: none.txt: cannot be read: No such file or directory; is the \
        path right?
        2 |   vips: none.txt
          |         ^^^^^^^^
          = expected: a file with one identifier on each line; its path starts at the folder of \
        the workspace file
        """), "\(check.output)")
    #expect(check.output.contains("w.yaml:3:9: error: list here: .: is a folder"))
    #expect(check.output.contains("w.yaml:6:6: error: segment b: there is no segment missing"))
    #expect(check.output.hasSuffix("w.yaml: 3 errors, 0 warnings\n"))
    let evaluate = try shop.run("evaluate events.jsonl -s w.yaml")
    #expect(evaluate.status == 1)
    #expect(evaluate.errors.contains("w.yaml:2:9: error: list vips: none.txt: cannot be read"))
    #expect(evaluate.output.isEmpty)
  }
}
