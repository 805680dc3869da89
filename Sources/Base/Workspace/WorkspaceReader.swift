import StarlingLanguage
import StarlingModel

/// Turns the nodes of a workspace file into a workspace, collecting all problems.
struct WorkspaceReader {
  /// The keys of a workspace file, in their usual order.
  static let keys = ["timezone", "sessions", "percentiles", "metrics", "segments", "lists"]
  static let segmentKeys = ["title", "description", "when", "tags"]

  /// A definition before its text is checked.
  struct Draft {
    var text: DefinitionText
    var title: String?
    var description: String?
    var tags: [String] = []
  }

  let source: SourceText
  var workspace = Workspace()
  var diagnostics: [Diagnostic] = []
  var drafts: [Draft] = []
  var places: [DefinitionText: ScalarMap] = [:]

  init(_ source: SourceText) {
    self.source = source
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Reads the whole file.
  mutating func read() {
    switch YAMLDocument.read(source) {
    case .failure(let diagnostic): diagnostics.append(diagnostic)
    case .success(nil): break
    case .success(.some(let root)):
      readRoot(root)
      checkDefinitions()
    }
  }

  private mutating func readRoot(_ root: YAMLNode) {
    guard let pairs = mapping(root, "the file", "keys such as segments:") else { return }
    for pair in pairs {
      switch key(pair, among: Self.keys, of: "a workspace") {
      case "timezone": readTimezone(pair.value)
      case "sessions": readSessions(pair.value)
      case "percentiles": readPercentiles(pair.value)
      case "metrics": readDefinitions(.metric, pair.value)
      case "segments": readDefinitions(.segment, pair.value)
      case "lists": readLists(pair.value)
      default: break
      }
    }
  }

  // MARK: Problems

  mutating func report(
    _ code: DiagnosticCode, _ message: String, expected: String? = nil, at range: SourceRange,
    suggestion: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, expected: expected, range: range, suggestion: suggestion))
  }

  /// The bytes to point at for a node: a scalar's text, else its first byte.
  func range(_ node: YAMLNode) -> SourceRange {
    guard case .scalar(let text, let style) = node.content, !text.isEmpty else {
      return SourceRange(node.start, min(node.start + 1, source.text.utf8.count))
    }
    let map = ScalarMap(text, style, start: node.start, in: source)
    return map.range(SourceRange(0, text.utf8.count))
  }

  mutating func wrongType(_ node: YAMLNode, _ what: String, expected: String) {
    report(
      .wrongType, "\(what) is \(node.shape)", expected: expected, at: range(node))
  }

  // MARK: Shapes

  /// The pairs of a mapping; nothing at all is an empty one.
  mutating func mapping(
    _ node: YAMLNode, _ what: String, _ expected: String
  ) -> [YAMLNode.Pair]? {
    if case .mapping(let pairs) = node.content { return pairs }
    if node.isNull { return [] }
    wrongType(node, what, expected: expected)
    return nil
  }

  mutating func string(_ node: YAMLNode, _ what: String, expected: String) -> String? {
    if let string = node.string, !node.isNull { return string }
    wrongType(node, what, expected: expected)
    return nil
  }

  mutating func strings(_ node: YAMLNode, _ what: String) -> [String]? {
    guard case .sequence(let items) = node.content else {
      wrongType(node, what, expected: "a list of names, such as [page_view]")
      return nil
    }
    return items.compactMap { string($0, "an entry of \(what)", expected: "a name") }
  }

  /// The pair's key when it is one of `known`; others are reported.
  mutating func key(_ pair: YAMLNode.Pair, among known: [String], of what: String) -> String? {
    guard let key = pair.key.string else {
      wrongType(pair.key, "a key of \(what)", expected: known.joined(separator: ", "))
      return nil
    }
    if known.contains(key) { return key }
    report(
      .unknownKey, "\(what) has no key \(key)", expected: known.joined(separator: ", "),
      at: range(pair.key), suggestion: NearestName.find(key, among: known))
    return nil
  }
}
