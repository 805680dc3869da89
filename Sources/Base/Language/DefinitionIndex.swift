import StarlingModel

/// Finds the definition that a reference names.
struct DefinitionIndex {
  private struct Key: Hashable {
    var kind: DefinitionText.Kind
    var name: String
  }

  private let indices: [Key: Int]

  init(_ definitions: [CheckedDefinition]) {
    var indices: [Key: Int] = [:]
    for (index, checked) in definitions.enumerated() {
      indices[Key(kind: checked.definition.kind, name: checked.definition.name)] = index
    }
    self.indices = indices
  }

  /// Index of the definition that a node refers to; nil when it refers to none.
  func target(of node: Expression) -> Int? {
    switch node.kind {
    case .reference(.segment, let path):
      indices[Key(kind: .segment, name: path.components[0])]
    case .reference(.metric, let path), .existsReference(.metric, let path):
      indices[Key(kind: .metric, name: path.components[0])]
    default: nil
    }
  }
}
