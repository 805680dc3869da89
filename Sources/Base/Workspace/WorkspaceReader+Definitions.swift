import StarlingLanguage
import StarlingModel

extension WorkspaceReader {
  /// Reads `metrics` or `segments`.
  mutating func readDefinitions(_ kind: DefinitionText.Kind, _ node: YAMLNode) {
    guard let pairs = mapping(node, "\(kind.rawValue)s", "names with their expressions") else {
      return
    }
    for pair in pairs {
      guard let name = definitionName(pair.key, kind.rawValue) else { continue }
      if kind == .segment, case .mapping(let fields) = pair.value.content {
        readSegment(name, fields, pair.key)
      } else {
        addDraft(kind, name, pair.value)
      }
    }
  }

  private mutating func readSegment(
    _ name: String, _ fields: [YAMLNode.Pair], _ nameNode: YAMLNode
  ) {
    var notes = Notes()
    // Several when the key is doubled: each is checked.
    var expressions: [YAMLNode] = []
    for field in fields {
      switch key(field, among: Self.segmentKeys, of: "segment \(name)") {
      case "title":
        notes.title = string(field.value, "title of segment \(name)", expected: "a text")
      case "description":
        notes.description = string(
          field.value, "description of segment \(name)", expected: "a text")
      case "tags": notes.tags = strings(field.value, "tags of segment \(name)") ?? []
      case "when": expressions.append(field.value)
      default: break
      }
    }
    for expression in expressions { addDraft(.segment, name, expression, notes) }
    if expressions.isEmpty {
      unreadNames.insert(name)
      report(
        .wrongType, "segment \(name) has no expression", expected: "the key when",
        at: nameNode.range(in: source))
    }
  }

  private mutating func addDraft(
    _ kind: DefinitionText.Kind, _ name: String, _ node: YAMLNode, _ notes: Notes = Notes()
  ) {
    guard case .scalar(let text, let style) = node.content, !node.isNull else {
      unreadNames.insert(name)
      let hasNotes = kind == .segment
      wrongType(
        node, "\(kind.rawValue) \(name)",
        expected: hasNotes
          ? "an expression, or title, description, when and tags" : "an expression")
      return
    }
    drafts.append(
      Draft(
        text: DefinitionText(kind, name, text), notes: notes,
        place: ScalarMap(text, style, start: node.start, in: source)))
  }

  /// Checks all expressions together.
  mutating func checkDefinitions() {
    let lists = workspace.lists.keys.sorted()
    let results = WorkspaceCheck.check(drafts.map(\.text), lists: lists, unread: unreadNames)
    for (draft, checked) in zip(drafts, results) {
      for var diagnostic in checked.diagnostics {
        diagnostic.range = draft.place.range(diagnostic.range)
        diagnostics.append(diagnostic)
      }
      guard let expression = checked.expression else { continue }
      let definition = Definition(
        name: draft.text.name, title: draft.notes.title, description: draft.notes.description,
        tags: draft.notes.tags, text: draft.text.text, expression: expression)
      switch draft.text.kind {
      case .metric: workspace.metrics.append(definition)
      case .segment: workspace.segments.append(definition)
      }
    }
  }
}
