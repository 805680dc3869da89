import StarlingLanguage

/// The order of operands: what is cheap is asked first, because it may end the asking.
extension PlanCompiler {
  /// More than any order needs; sums of costs end here.
  private static let costMax = 1_000_000_000

  /// The nodes of operands, each once, cheapest first.
  mutating func ordered(_ operands: [Expression]) throws(PlanError) -> Operands {
    var nodes: [Int] = []
    var known: Set<Int> = []
    for operand in operands {
      let node = try node(operand)
      if known.insert(node).inserted { nodes.append(node) }
    }
    let ordered = nodes.enumerated().sorted { left, right in
      let costs = (self.costs[left.element], self.costs[right.element])
      return costs.0 != costs.1 ? costs.0 < costs.1 : left.offset < right.offset
    }.map(\.element)
    return intern(ordered)
  }

  /// The place of some operands in the plan.
  mutating func intern(_ operands: [Int]) -> Operands {
    if let known = operandsIndex[operands] { return known }
    let start = plan.operands.count
    plan.operands.append(contentsOf: operands)
    let range = Operands(start: start, end: plan.operands.count)
    operandsIndex[operands] = range
    return range
  }

  /// How long a node takes for one person, roughly; only the order matters.
  func cost(_ node: Node) -> Int {
    switch node {
    case .constant, .list: 0
    case .not(let operand): costs[operand]
    case .and(let range), .or(let range):
      plan.operands[range.start..<range.end].reduce(1) { min($0 + costs[$1], Self.costMax) }
    case .count(let view, _, _): plan.tracks[view.track].filter == nil ? 2 : 4
    case .test, .equal, .elapsed: 4
    case .percentile: 3
    case .compare: 8
    case .chain: 40
    case .any: 400
    }
  }
}
