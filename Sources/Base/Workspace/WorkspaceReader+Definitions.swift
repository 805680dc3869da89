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
    var draft = Draft(text: DefinitionText(.segment, name, ""))
    var when: YAMLNode?
    for field in fields {
      switch key(field, among: Self.segmentKeys, of: "segment \(name)") {
      case "title":
        draft.title = string(field.value, "title of segment \(name)", expected: "a text")
      case "description":
        draft.description = string(
          field.value, "description of segment \(name)", expected: "a text")
      case "tags": draft.tags = strings(field.value, "tags of segment \(name)") ?? []
      case "when": when = field.value
      default: break
      }
    }
    guard let when else {
      report(
        .wrongType, "segment \(name) has no expression", expected: "the key when",
        at: range(nameNode))
      return
    }
    addDraft(.segment, name, when, draft)
  }

  private mutating func addDraft(
    _ kind: DefinitionText.Kind, _ name: String, _ node: YAMLNode, _ draft: Draft? = nil
  ) {
    let shape = kind == .segment ? "an expression, or title, description, when and tags" : ""
    guard case .scalar(let text, let style) = node.content, !node.isNull else {
      wrongType(
        node, "\(kind.rawValue) \(name)", expected: shape.isEmpty ? "an expression" : shape)
      return
    }
    var draft = draft ?? Draft(text: DefinitionText(kind, name, text))
    draft.text.text = text
    drafts.append(draft)
    places[draft.text] = ScalarMap(text, style, start: node.start, in: source)
  }

  /// Checks all expressions together.
  mutating func checkDefinitions() {
    let lists = workspace.lists.keys.sorted()
    for (draft, checked) in zip(drafts, WorkspaceCheck.check(drafts.map(\.text), lists: lists)) {
      for var diagnostic in checked.diagnostics {
        let map = places[draft.text]
        diagnostic.range = map?.range(diagnostic.range) ?? diagnostic.range
        diagnostics.append(diagnostic)
      }
      guard let expression = checked.expression else { continue }
      let definition = Definition(
        name: draft.text.name, title: draft.title, description: draft.description,
        tags: draft.tags, text: draft.text.text, expression: expression)
      switch draft.text.kind {
      case .metric: workspace.metrics.append(definition)
      case .segment: workspace.segments.append(definition)
      }
    }
  }
}
