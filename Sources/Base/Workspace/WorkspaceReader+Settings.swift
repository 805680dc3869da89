import StarlingLanguage
import StarlingModel

extension WorkspaceReader {
  mutating func readTimezone(_ node: YAMLNode) {
    let expected = "an IANA time zone such as Europe/Berlin or UTC"
    guard let name = string(node, "timezone", expected: expected) else { return }
    guard ZoneNames.contains(name) else {
      report(
        .badSetting, "there is no time zone \(name)", expected: expected,
        at: node.range(in: source),
        suggestion: NearestName.find(name, among: ZoneNames.suggested))
      return
    }
    workspace.settings.timezone = name
  }

  mutating func readSessions(_ node: YAMLNode) {
    guard let pairs = mapping(node, "sessions", "{ gap: 30m, pages: [page_view] }") else { return }
    for pair in pairs {
      switch key(pair, among: ["gap", "pages"], of: "sessions") {
      case "gap":
        if let gap = duration(pair.value, "gap", "30m") { workspace.settings.sessionGapMs = gap }
      case "pages":
        if let pages = strings(pair.value, "pages") { workspace.settings.sessionPages = pages }
      default: break
      }
    }
  }

  mutating func readPercentiles(_ node: YAMLNode) {
    guard let pairs = mapping(node, "percentiles", "{ every: 1h }") else { return }
    for pair in pairs where key(pair, among: ["every"], of: "percentiles") != nil {
      if let every = duration(pair.value, "every", "1h") {
        workspace.settings.percentileEveryMs = every
      }
    }
  }

  private mutating func duration(
    _ node: YAMLNode, _ what: String, _ example: String
  ) -> Int64? {
    let expected = "a duration above 0, such as \(example)"
    guard let text = string(node, what, expected: expected) else { return nil }
    let (expression, problems) = Expression.parse(text)
    if case .duration(let length) = expression?.kind, length > 0 { return length }
    let isNumber = if case .number = expression?.kind { true } else { false }
    report(
      .badSetting, isNumber ? "\(what) has no unit" : "\(what) is not a duration above 0",
      expected: expected, at: node.range(in: source),
      suggestion: isNumber ? text + example.suffix(1) : problems.first?.suggestion)
    return nil
  }

  mutating func readLists(_ node: YAMLNode) {
    guard let pairs = mapping(node, "lists", "names with the files of their people") else { return }
    let directory = WorkspaceFile.folder(of: source.name)
    for pair in pairs {
      guard let name = definitionName(pair.key, "list") else { continue }
      unreadNames.insert(name)
      guard let path = string(pair.value, "list \(name)", expected: "the path of a file")
      else { continue }
      let isAbsolute = path.hasPrefix("/") || directory.isEmpty
      let file = isAbsolute ? path : directory + "/" + path
      workspace.lists[name] = file
      lists.append(NamedList(name: name, path: file, place: pair.value.range(in: source)))
    }
  }

  /// A name that references can use.
  mutating func definitionName(_ node: YAMLNode, _ kind: String) -> String? {
    let expected = "letters, digits, _ and - between them, such as high_value"
    guard let name = node.string, !name.isEmpty else {
      wrongType(node, "the name of a \(kind)", expected: expected)
      return nil
    }
    if name.isBareName { return name }
    let repaired = String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    report(
      .badName, "\(name) cannot be the name of a \(kind)", expected: expected,
      at: node.range(in: source),
      suggestion: repaired.isBareName ? repaired : nil)
    return nil
  }
}
