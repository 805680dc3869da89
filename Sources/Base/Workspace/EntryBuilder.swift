import StarlingLanguage

/// Turns the nodes of a correct workspace file into entries.
struct EntryBuilder {
  let source: SourceText
  let comments: [YAMLScan.Comment]

  /// The entries of the whole file, in its order.
  func entries(_ pairs: [YAMLNode.Pair]) -> [FormattedEntry] {
    pairs.enumerated().flatMap { index, pair in
      let next = index + 1 < pairs.count ? pairs[index + 1].key.start : source.text.utf8.count
      return entries(pair, nextStart: next)
    }
  }

  private func entries(_ pair: YAMLNode.Pair, nextStart: Int) -> [FormattedEntry] {
    let key = pair.key.string ?? ""
    switch key {
    case "sessions", "percentiles": return settings(key, pair, nextStart)
    case "metrics", "segments", "lists":
      let inner = self.pairs(pair.value).flatMap { definition(key, $0) }
      let head = FormattedEntry(
        depth: 0, start: pair.key.start, lines: [inner.isEmpty ? "\(key): {}" : "\(key):"],
        isSection: true)
      return [head] + inner
    default:
      let lines = YAMLText.lines(key, text: pair.value.string ?? "", indent: 0)
      return [FormattedEntry(depth: 0, start: pair.key.start, lines: lines)]
    }
  }

  private func pairs(_ node: YAMLNode) -> [YAMLNode.Pair] {
    if case .mapping(let pairs) = node.content { pairs } else { [] }
  }

  // MARK: Settings

  /// `sessions` and `percentiles` take one line, unless comments stand between their parts.
  private func settings(_ key: String, _ pair: YAMLNode.Pair, _ nextStart: Int) -> [FormattedEntry]
  {
    let pairs = pairs(pair.value)
    let parts = pairs.map { inner in
      let name = inner.key.string ?? ""
      return "\(name): \(value(name, inner.value))"
    }
    let line = parts.isEmpty ? "\(key): {}" : "\(key): { \(parts.joined(separator: ", ")) }"
    let start = pair.key.start
    let isShort = line.unicodeScalars.count <= YAMLText.width
    if parts.isEmpty || isShort && !hasInnerComments(start, nextStart) {
      return [FormattedEntry(depth: 0, start: start, lines: [line])]
    }
    let inner = zip(pairs, parts).map { pair, part in
      FormattedEntry(depth: 1, start: pair.key.start, lines: [part])
    }
    return [FormattedEntry(depth: 0, start: start, lines: ["\(key):"])] + inner
  }

  private func hasInnerComments(_ start: Int, _ end: Int) -> Bool {
    let line = source.position(of: start).line
    return comments.contains { comment in
      guard comment.start > start, comment.start < end else { return false }
      return comment.isAlone
        ? comment.column > 0 : source.position(of: comment.start).line != line
    }
  }

  private func value(_ name: String, _ node: YAMLNode) -> String {
    if case .sequence(let items) = node.content { return list(items) }
    let text = node.string ?? ""
    return Expression.parse(text).expression?.text ?? text
  }

  private func list(_ items: [YAMLNode]) -> String {
    "[" + items.map { YAMLText.inline($0.string ?? "") }.joined(separator: ", ") + "]"
  }

  // MARK: Definitions

  private func definition(_ section: String, _ pair: YAMLNode.Pair) -> [FormattedEntry] {
    let name = name(pair.key.string ?? "")
    let start = pair.key.start
    if case .mapping(let fields) = pair.value.content {
      let inner = fields.map { field in
        FormattedEntry(depth: 2, start: field.key.start, lines: self.field(field))
      }
      return [FormattedEntry(depth: 1, start: start, lines: ["\(name):"])] + inner
    }
    let text = pair.value.string ?? ""
    let lines =
      section == "lists"
      ? YAMLText.lines(name, text: text, indent: 2)
      : YAMLText.lines(name, expression: text, indent: 2)
    return [FormattedEntry(depth: 1, start: start, lines: lines)]
  }

  private func field(_ field: YAMLNode.Pair) -> [String] {
    let key = field.key.string ?? ""
    if key == "when" {
      return YAMLText.lines(key, expression: field.value.string ?? "", indent: 4)
    }
    guard case .sequence(let items) = field.value.content else {
      return YAMLText.lines(key, text: field.value.string ?? "", indent: 4)
    }
    let line = "\(key): \(list(items))"
    if line.unicodeScalars.count + 4 <= YAMLText.width { return [line] }
    return ["\(key):"] + items.map { "      - " + YAMLText.inline($0.string ?? "") }
  }

  /// Names that other YAML readers take for something else stand in quotes.
  private func name(_ name: String) -> String {
    YAMLText.inline(name)
  }
}
