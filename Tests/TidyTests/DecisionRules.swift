/// Decision records: numbered, indexed, whole, and there when code cites them.
enum DecisionRules {
  static let folder = "docs/decisions"

  /// Records that the index leaves out, links without record, numbers that jump.
  static func index(_ index: MarkdownPage, records: [String]) -> [Violation] {
    let linked = index.links.map { DocumentRules.resolve($0.target, from: index.path) }
    var violations: [Violation] = []
    for record in records where !linked.contains(record) {
      violations.append(
        Violation(path: record, value: "is not in the index", remedy: "add it to \(index.path)"))
    }
    for link in linked where link.hasPrefix(folder + "/0") && !records.contains(link) {
      violations.append(
        Violation(
          path: index.path, value: "lists \(link), which is not there",
          remedy: "write the record or take the line out"))
    }
    for (place, record) in records.sorted().enumerated() where number(record) != place + 1 {
      violations.append(
        Violation(
          path: record, value: "stands at place \(place + 1)",
          remedy: "number the records from 0001 without gaps, each number once"))
    }
    return violations
  }

  /// The number of a record; `nil` for a name that has none.
  private static func number(_ path: String) -> Int? {
    let name = path.split(separator: "/").last ?? ""
    let digits = name.prefix(4)
    return name.dropFirst(4).hasPrefix("-") && digits.count == 4 ? Int(digits) : nil
  }

  /// Records that leave a part out.
  static func parts(_ record: MarkdownPage) -> [Violation] {
    var violations: [Violation] = []
    let headings = record.headings.filter { $0.level == 2 }.map(\.text)
    if headings != DocumentRules.decisionHeadings {
      violations.append(
        Violation(
          path: record.path, value: "has the headings \(headings)",
          remedy: "use \(DocumentRules.decisionHeadings)"))
    }
    let states = ["Proposed", "Accepted", "Superseded"]
    let status = record.lines.first { $0.hasPrefix("Status: ") }?.dropFirst("Status: ".count)
    let hasState = states.contains { status?.hasPrefix($0) ?? false }
    let hasDate = status?.split { !$0.isNumber && $0 != "-" }.contains { $0.count == 10 } ?? false
    if !hasState || !hasDate {
      violations.append(
        Violation(
          path: record.path, value: "has no status with a date",
          remedy: "write a line such as Status: Accepted, 2026-03-01"))
    }
    return violations
  }

  /// Citations, in comments and documents, of records that are not there.
  static func citations(
    _ files: [(path: String, lines: [String])], records: [String]
  ) -> [Violation] {
    let known = Set(records.map { $0.dropFirst(folder.count + 1).prefix(4) })
    return files.flatMap { file in
      file.lines.enumerated().flatMap { index, line in
        line.split(separator: "decisions/", omittingEmptySubsequences: false).dropFirst()
          .map { $0.prefix(4) }
          .filter { $0.count == 4 && $0.allSatisfy(\.isNumber) && !known.contains($0) }
          .map {
            Violation(
              path: file.path, line: index + 1, value: "cites decision \($0)",
              remedy: "there is no such record in \(folder)")
          }
      }
    }
  }
}
