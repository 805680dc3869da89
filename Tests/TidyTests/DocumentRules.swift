/// What the documents of the repository owe their readers.
enum DocumentRules {
  static let readmeLinesMax = 100
  static let firstScreenLines = 25
  /// What a changelog says of every version, in this order.
  static let changelogHeadings = [
    "Safety and performance", "Features", "Internals", "Formats and compatibility",
  ]
  /// What a decision record says, in this order.
  static let decisionHeadings = [
    "Problem", "What a good answer must do", "Decision", "Alternatives and why not", "Cost",
    "How we will know it was wrong", "Links",
  ]
  /// Documents tell of the product, not of the work on it. Lower case.
  static let processWords = [
    "as requested", "the brief", "this session", "next session",
  ]

  /// Links that lead nowhere.
  static func links(_ pages: [MarkdownPage], exists: (String) -> Bool) -> [Violation] {
    let anchors = Dictionary(uniqueKeysWithValues: pages.map { ($0.path, $0.anchors) })
    return pages.flatMap { page in
      page.links.compactMap { link in
        let parts = link.target.split(
          separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let file = parts[0].isEmpty ? page.path : resolve(String(parts[0]), from: page.path)
        if !exists(file) {
          return Violation(
            path: page.path, line: link.line, value: "a link to \(link.target)",
            remedy: "\(file) is not there; mend the link")
        }
        if parts.count > 1, let known = anchors[file], !known.contains(String(parts[1])) {
          return Violation(
            path: page.path, line: link.line, value: "a link to \(link.target)",
            remedy: "\(file) has no heading of that name; mend the link")
        }
        return nil
      }
    }
  }

  /// The path, from the root, of a link's target.
  static func resolve(_ target: String, from page: String) -> String {
    var folders = page.split(separator: "/").dropLast().map(String.init)
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = folders.popLast() } else { folders.append(String(part)) }
    }
    return folders.joined(separator: "/")
  }

  /// A README that is long, or whose first screen shows no session.
  static func readme(_ page: MarkdownPage) -> [Violation] {
    var violations: [Violation] = []
    if page.lines.count > readmeLinesMax {
      violations.append(
        Violation(
          path: page.path, value: "\(page.lines.count) lines",
          remedy: "at most \(readmeLinesMax); move the rest below docs"))
    }
    let first = page.lines.prefix(firstScreenLines)
    let session = first.firstIndex(of: "```sh")
    let ends = first.indices.filter { first[$0] == "```" }
    let output = first.firstIndex { $0 == "```text" || $0 == "```json" }
    if let session, let output, ends.count >= 2, session < output { return violations }
    violations.append(
      Violation(
        path: page.path, value: "no session in the first \(firstScreenLines) lines",
        remedy: "show commands in a block of sh and their real output in a block of text"))
    return violations
  }

  /// Versions that leave a heading out or say nothing below it.
  static func changelog(_ page: MarkdownPage) -> [Violation] {
    var violations: [Violation] = []
    let headings = page.headings
    let versions = headings.filter { $0.level == 2 }
    let first = versions.first?.text ?? "nothing"
    if first != "Unreleased" && first.first?.isNumber != true {
      violations.append(
        Violation(
          path: page.path, line: versions.first?.line, value: "begins with \(first)",
          remedy: "begin with Unreleased or a version"))
    }
    for (index, version) in versions.enumerated() {
      let end = index + 1 < versions.count ? versions[index + 1].line : page.lines.count + 1
      let below = headings.filter { $0.level == 3 && $0.line > version.line && $0.line < end }
      if below.map(\.text) != changelogHeadings {
        violations.append(
          Violation(
            path: page.path, line: version.line,
            value: "\(version.text) has the headings \(below.map(\.text))",
            remedy: "use \(changelogHeadings); write No change where there is none"))
      }
      for (place, heading) in below.enumerated() {
        let next = place + 1 < below.count ? below[place + 1].line : end
        if page.lines[heading.line..<(next - 1)].allSatisfy({ $0.isEmpty }) {
          violations.append(
            Violation(
              path: page.path, line: heading.line, value: "\(heading.text) is empty",
              remedy: "say what changed, or No change"))
        }
      }
    }
    return violations
  }

  /// Words about the work instead of the product.
  static func process(_ pages: [(path: String, lines: [String])]) -> [Violation] {
    pages.flatMap { page in
      page.lines.enumerated().flatMap { index, line in
        let words = words(line)
        return processWords.filter { word in
          let isSingle = word.allSatisfy { $0.isLetter }
          return isSingle ? words.contains(word) : line.lowercased().contains(word)
        }.map {
          Violation(
            path: page.path, line: index + 1, value: "the words \($0)",
            remedy: "tell of the product, not of how it came about")
        }
      }
    }
  }

  private static func words(_ line: String) -> Set<String> {
    Set(line.lowercased().split { !$0.isLetter }.map(String.init))
  }
}
