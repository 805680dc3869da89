import StarlingModel

/// Finds definitions that need each other, by a depth-first walk along the references.
///
/// The walk keeps its own stack, because a chain of references can be as long as a workspace. Each
/// definition is left once, so one cycle is reported for each reference that closes one.
struct CycleSearch {
  /// A cycle, reported at the definition that closes it.
  struct Cycle {
    var index: Int
    var diagnostic: Diagnostic
  }

  private struct Edge {
    var target: Int
    var range: SourceRange
  }

  private struct Key: Hashable {
    var kind: DefinitionText.Kind
    var name: String
  }

  private enum Visit {
    case new, open, done
  }

  static func cycles(in definitions: [CheckedDefinition]) -> [Cycle] {
    let edges = edges(definitions)
    var visits = Array(repeating: Visit.new, count: definitions.count)
    var cycles: [Cycle] = []
    for start in definitions.indices where visits[start] == .new {
      var stack = [(node: start, edge: 0)]
      visits[start] = .open
      while let (node, edge) = stack.last {
        guard edge < edges[node].count else {
          visits[node] = .done
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].edge += 1
        let target = edges[node][edge].target
        switch visits[target] {
        case .new:
          visits[target] = .open
          stack.append((target, 0))
        case .open:
          let from = stack.lastIndex { $0.node == target } ?? 0
          let path = stack[from...].map(\.node) + [target]
          cycles.append(cycle(path, edges[node][edge].range, definitions))
        case .done: break
        }
      }
    }
    return cycles
  }

  private static func cycle(
    _ path: [Int], _ range: SourceRange, _ definitions: [CheckedDefinition]
  ) -> Cycle {
    let closing = path[path.count - 2]
    let names = path.map { definitions[$0].definition.subject }
    // A long way is told by its two ends.
    let shown = names.count <= 8 ? names : Array(names.prefix(4)) + ["…"] + names.suffix(3)
    let way = shown.joined(separator: " needs ")
    let diagnostic = Diagnostic(
      .error, .cycle, "definitions need each other: \(way)",
      expected: "a reference to something that does not need this definition", range: range,
      subject: definitions[closing].definition.subject)
    return Cycle(index: closing, diagnostic: diagnostic)
  }

  private static func edges(_ definitions: [CheckedDefinition]) -> [[Edge]] {
    var indices: [Key: Int] = [:]
    for (index, checked) in definitions.enumerated() {
      indices[Key(kind: checked.definition.kind, name: checked.definition.name)] = index
    }
    return definitions.map { checked in
      var edges: [Edge] = []
      checked.expression?.forEachNode { node in
        guard let key = key(node.kind), let target = indices[key] else { return }
        edges.append(Edge(target: target, range: node.range))
      }
      return edges
    }
  }

  private static func key(_ node: Expression.Kind) -> Key? {
    guard case .reference(let reference, let path) = node else {
      guard case .existsReference(.metric, let path) = node else { return nil }
      return Key(kind: .metric, name: path.components[0])
    }
    switch reference {
    case .segment: return Key(kind: .segment, name: path.components[0])
    case .metric: return Key(kind: .metric, name: path.components[0])
    case .trait, .list, .score, .cluster: return nil
    }
  }
}
