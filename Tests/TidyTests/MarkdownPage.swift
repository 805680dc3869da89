/// A Markdown file: its lines, headings and links.
struct MarkdownPage {
  /// A link of a page.
  struct Link {
    /// From 1.
    var line: Int
    var target: String
  }

  let path: String
  let lines: [String]
  /// Whether each line is inside a fenced or indented block.
  let isBlock: [Bool]

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    var isFenced = false
    var isBlock: [Bool] = []
    for line in lines {
      let isFence = line.drop { $0 == " " }.hasPrefix("```")
      isBlock.append(isFenced || isFence || line.hasPrefix("    "))
      if isFence { isFenced.toggle() }
    }
    self.isBlock = isBlock
  }

  /// Links to other files or places; addresses on the web are left out.
  var links: [Link] {
    var links: [Link] = []
    for (index, line) in lines.enumerated() where !isBlock[index] {
      // What stands between backticks is no link.
      let text = line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .map { $0.offset % 2 == 0 ? String($0.element) : "" }.joined()
      for piece in text.split(separator: "](", omittingEmptySubsequences: false).dropFirst() {
        guard let target = piece.split(separator: ")", omittingEmptySubsequences: false).first,
          !target.contains("://"), !target.hasPrefix("mailto:")
        else { continue }
        links.append(Link(line: index + 1, target: String(target)))
      }
    }
    return links
  }

  /// Headings with their level.
  var headings: [(line: Int, level: Int, text: String)] {
    lines.enumerated().compactMap { index, line in
      let level = line.prefix { $0 == "#" }.count
      guard !isBlock[index], (1...6).contains(level), line.dropFirst(level).hasPrefix(" ") else {
        return nil
      }
      return (index + 1, level, String(line.dropFirst(level + 1)))
    }
  }

  /// The names that links to a place of this page use.
  var anchors: Set<String> {
    var anchors: Set<String> = []
    for heading in headings {
      let kept = heading.text.lowercased().filter {
        $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_"
      }
      let anchor = String(kept.map { $0 == " " ? "-" : $0 })
      var unique = anchor
      var count = 0
      while !anchors.insert(unique).inserted {
        count += 1
        unique = "\(anchor)-\(count)"
      }
    }
    return anchors
  }
}
