import StarlingLanguage
import StarlingModel
import StarlingWorkspace
import Testing

/// What must hold for every file that can be formatted.
enum FormatLaws {
  static func check(_ text: String) throws {
    let once = try WorkspaceFormatter.format(text)
    let twice = try WorkspaceFormatter.format(once)
    #expect(once == twice, "formatting twice changes:\n\(once)\nto:\n\(twice)")
    let before = WorkspaceFile.read(text: text, path: "a.yaml")
    let after = WorkspaceFile.read(text: once, path: "a.yaml")
    let (left, right) = (try #require(before.workspace), try #require(after.workspace))
    #expect(isSame(left, right), "\(text)\nbecame\n\(once)")
    #expect(comments(text) == comments(once), "\(text)\nbecame\n\(once)")
  }

  /// Whether two workspaces mean the same.
  static func isSame(_ left: Workspace, _ right: Workspace) -> Bool {
    left.settings == right.settings && left.lists == right.lists
      && meaning(left.metrics) == meaning(right.metrics)
      && meaning(left.segments) == meaning(right.segments)
  }

  /// Everything but the spelling.
  private static func meaning(_ definitions: [Definition]) -> [Definition] {
    definitions.map { definition in
      var copy = definition
      copy.text = ""
      return copy
    }
  }

  /// All `#` of a file, in any order; enough for texts whose strings have none.
  private static func comments(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard let start = line.firstIndex(of: "#") else { return nil }
      let comment = line[start...].reversed().drop { $0 == " " || $0 == "\r" }.reversed()
      return String(comment)
    }.sorted()
  }
}
