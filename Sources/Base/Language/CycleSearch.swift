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

  private enum Visit {
    case new, open, done
  }

  /// The cycles that were found.
  private(set) var cycles: [Cycle] = []
  /// All definitions, each behind those that it refers to, as far as there is no cycle.
  private(set) var order: [Int] = []

  init(_ definitions: [CheckedDefinition], _ index: DefinitionIndex) {
    let edges = Self.edges(definitions, index)
    var visits = Array(repeating: Visit.new, count: definitions.count)
    for start in definitions.indices where visits[start] == .new {
      var stack = [(node: start, edge: 0)]
      visits[start] = .open
      while let (node, edge) = stack.last {
        guard edge < edges[node].count else {
          visits[node] = .done
          order.append(node)
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
          cycles.append(Self.cycle(path, edges[node][edge].range, definitions))
        case .done: break
        }
      }
    }
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

  private static func edges(
    _ definitions: [CheckedDefinition], _ index: DefinitionIndex
  ) -> [[Edge]] {
    definitions.map { checked in
      var edges: [Edge] = []
      checked.expression?.forEachNode { node in
        guard let target = index.target(of: node) else { return }
        edges.append(Edge(target: target, range: node.range))
      }
      return edges
    }
  }
}
