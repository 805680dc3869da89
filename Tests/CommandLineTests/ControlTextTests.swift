import StarlingTestSupport
import Testing

/// What comes from data and must not reach a terminal or a JSON reader as it is.
@Suite struct ControlTextTests {
  private let shop: ShopFolder

  init() throws {
    shop = try ShopFolder()
    try shop.folder.write(
      "odd.jsonl",
      #"{"type":"track","event":"e\u001b[2J","userId":"a\u0007","timestamp":"2026-03-02","#
        + #""properties":{"k\u009b":"v\u007f","n":1e308}}"# + "\n"
        + #"{"type":"track","event":"big","userId":"a\u0007","timestamp":"2026-03-02","#
        + #""properties":{"n":1e308}}"# + "\n")
    try shop.folder.write("odd.yaml", "segments:\n  s: sum(*.n) > 1\n")
  }

  @Test func `tables and trees write control characters as escapes`() throws {
    let person = "a\u{7}"
    let runs = [
      try shop.run(["timeline", "odd.jsonl", "-q", "--person", person]),
      try shop.run(["evaluate", "odd.jsonl", "-q", "-s", "odd.yaml", "--members"]),
      try shop.run(["preview", "odd.jsonl", "-q", "count(*) > 0"]),
      try shop.run(
        ["explain", "odd.jsonl", "-q", "-s", "odd.yaml", "--person", person, "--segment", "s"]),
      try shop.run(["timeline", "odd.jsonl", "-q", "--person", "a"]),
    ]
    for run in runs {
      let text = run.output + run.errors
      #expect(text.contains(#"a\u{7}"#), "\(text)")
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "\(text)")
      #expect(!text.unicodeScalars.contains { (0x7F..<0xA0).contains($0.value) }, "\(text)")
    }
    for escape in [#"e\u{1B}[2J"#, #"k\u{9B}=v\u{7F}"#] {
      #expect(runs[0].output.contains(escape), "\(runs[0].output)")
    }
    let csv = try shop.run(["preview", "odd.jsonl", "-q", "--format", "csv", "count(*) > 0"])
    #expect(csv.output == "person\na\u{7}\n")
  }

  @Test func `JSON writes null for what is not finite`() throws {
    let run = try shop.run(
      ["explain", "odd.jsonl", "-q", "-s", "odd.yaml", "--person", "a\u{7}", "--segment", "s"]
        + ["--format", "json"])
    #expect(run.output.contains(#""text":"sum(*.n)","value":null"#), "\(run.output)")
  }
}
