import StarlingLanguage
import StarlingTestSupport
import StarlingWorkspace
import Testing

/// Many broken workspace files; more with `STARLING_FUZZ_ROUNDS`.
@Suite struct WorkspaceFuzzTests {
  static let words = [
    "segments:", "metrics:", "lists:", "timezone: ", "sessions: ", "gap: ", "pages: ", "when: ",
    "title: ", "tags: ", "description: ", "\n", "\n  ", "\n    ", ": ", "- ", "? ", "|", ">", "|-",
    ">+", "|2", "'", "\"", "# c", " #", "{", "}", "[", "]", ", ", "&a ", "*a", "!!str ", "---\n",
    "...\n", "%YAML 1.2\n", "~", "null", "\t", "\r\n", "\u{85}", "\u{2028}", "\u{FEFF}", "é", "\\",
    "\\ud83d\\ude00", "\\u00e9", "\\x41", "<<: ", "purchase[7d]", "count(*) > 1", "segment.a",
  ]

  @Test(.timeLimit(.minutes(60)))
  func `every file is answered, and what is correct keeps its meaning when formatted`() throws {
    let correct = GoldenCase.all(in: "workspace-format").flatMap { [$0.input, $0.expected] }
    let corpus = GoldenCase.all(in: "workspace-errors").map(\.input) + correct + correct + correct
    let seed: UInt64 = 1
    var mutator = TextMutator(seed: seed, corpus: corpus, words: Self.words)
    var readable = 0
    let rounds = TextMutator.rounds(3000)
    for round in 0..<rounds {
      let text = mutator.next()
      let file = WorkspaceFile.read(text: text, path: "fuzz.yaml")
      for diagnostic in file.diagnostics {
        let range = diagnostic.range
        guard range.start >= 0, range.start <= range.end, range.end <= text.utf8.count else {
          Issue.record("seed \(seed), round \(round): \(diagnostic) outside of \(text)")
          return
        }
        _ = file.source.render(diagnostic)
      }
      guard let workspace = file.workspace else {
        if file.diagnostics.isEmpty { Issue.record("round \(round): no answer to \(text)") }
        continue
      }
      readable += 1
      let formatted = try WorkspaceFormatter.format(text)
      let again = WorkspaceFile.read(text: formatted, path: "fuzz.yaml")
      guard let back = again.workspace, FormatLaws.isSame(workspace, back) else {
        Issue.record(
          """
          seed \(seed), round \(round): another meaning
          \(text)\n-> \(formatted)\n\(again.source.render(again.diagnostics))
          """)
        return
      }
      let twice = try WorkspaceFormatter.format(formatted)
      if twice != formatted {
        Issue.record(
          "seed \(seed), round \(round): changes twice\n\(text)\n->\n\(formatted)\n->\n\(twice)")
        return
      }
    }
    #expect(readable > rounds / 20)
  }

  @Test func `no nesting crashes`() {
    for count in [100, 900, 1100, 100_000] {
      for part in ["[", "{a: ", "- ", "? ", "a: [", "\"", "'", "[[{", "a:\n ", "!!x "] {
        let text = String(repeating: part, count: count)
        let file = WorkspaceFile.read(text: text, path: "deep.yaml")
        #expect(file.workspace == nil, "\(part)")
      }
    }
    let lists = String(repeating: "[", count: 100_000)
    let message = WorkspaceFile.read(text: lists, path: "deep.yaml").diagnostics.first?.message
    #expect(message == "the file is not YAML here: it is nested too deep")
    let steps = String((0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined())
    #expect(WorkspaceFile.read(text: steps, path: "deep.yaml").workspace == nil)
  }

  @Test func `aliases cannot blow up`() {
    var text = "a: &a [x, x, x, x, x, x, x, x]\n"
    for letter in "bcdefghijklmnop".unicodeScalars {
      let before = String(UnicodeScalar(UInt8(letter.value) - 1))
      let names = Array(repeating: "*" + before, count: 8).joined(separator: ", ")
      text += "\(letter): &\(letter) [\(names)]\n"
    }
    text += "? *p\n: 1\n"
    let file = WorkspaceFile.read(text: text, path: "bomb.yaml")
    // One for each line that has any, none behind what the aliases stand for.
    #expect(file.diagnostics.map(\.code) == Array(repeating: .badYAML, count: 16))
  }
}
