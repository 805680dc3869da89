import StarlingLanguage
import StarlingModel

/// Turns the nodes of a workspace file into a workspace, collecting all problems.
struct WorkspaceReader {
  /// The keys of a workspace file, in their usual order.
  static let keys = ["timezone", "sessions", "percentiles", "metrics", "segments", "lists"]
  static let segmentKeys = ["title", "description", "when", "tags"]

  /// What a segment says about itself beside its expression.
  struct Notes {
    var title: String?
    var description: String?
    var tags: [String] = []
  }

  /// A definition before its text is checked.
  struct Draft {
    var text: DefinitionText
    var notes: Notes
    /// Where its text stands in the file.
    var place: ScalarMap
  }

  let source: SourceText
  var workspace = Workspace()
  var diagnostics: [Diagnostic] = []
  var drafts: [Draft] = []
  var lists: [NamedList] = []
  /// Names that are defined, or may be, in what cannot be read: references to them are no problem.
  var unreadNames: Set<String> = []

  init(_ source: SourceText) {
    self.source = source
  }

  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Reads the whole file.
  mutating func read() {
    let reading = YAMLDocument.read(source)
    diagnostics = reading.problems
    guard let root = reading.root else { return }
    for part in reading.leftOut {
      let words = source.slice(part).split { !($0.isLetter || $0.isNumber || "_-".contains($0)) }
      unreadNames.formUnion(words.map(String.init))
    }
    readRoot(root)
    checkDefinitions()
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

  mutating func wrongType(_ node: YAMLNode, _ what: String, expected: String) {
    report(
      .wrongType, "\(what) is \(node.shape)", expected: expected, at: node.range(in: source))
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
      at: pair.key.range(in: source), suggestion: NearestName.find(key, among: known))
    return nil
  }
}
