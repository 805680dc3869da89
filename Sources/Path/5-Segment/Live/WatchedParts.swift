import StarlingLanguage

/// Everything of a plan that an answer can wait for: its nodes, and in places that the plan leaves
/// behind them (`Plan.partsBehind`)
///
/// 1. behind a chain its beginnings: a false chain changes only by an event of the steps that were
///    reached;
/// 2. behind a junction over chains itself, when no chain was reached further than so many steps;
/// 3. behind a node that no event can change before an instant itself: see `Watch.patience`;
/// 4. behind an `any` itself, when it is true of a value and only events with that value can
///    change it.
struct WatchedParts: Sendable {
  /// By part: the node of the plan that is asked when what was waited for has come; of a node that
  /// is one itself.
  private(set) var nodes: [Int]
  /// By part: which events it sees.
  private(set) var sources: [Sources]
  /// By part: the tracks whose filters an event must pass for one of them to be seen; `nil` where
  /// that cannot be told from the event alone.
  private(set) var tracks: [[Int]?]
  /// By part: whether it waits for an instant.
  private(set) var waitsForTime: [Bool]
  /// By part that waits for events with a value: the `any`; -1 elsewhere.
  private(set) var valued: [Int]
  /// By chain: the part of its first view alone; those of longer beginnings follow.
  private var beginnings: [Int] = []
  /// By node: the part of a junction over chains none of which was reached; -1 elsewhere.
  private var levels: [Int]
  /// By node: the part that waits for an instant; -1 without one.
  private var timed: [Int]

  init(_ plan: Plan) {
    nodes = Array(plan.nodes.indices)
    sources = NodeSources(plan).ofNode
    tracks = sources.map { Self.filtered($0, plan) }
    waitsForTime = nodes.map { _ in false }
    valued = nodes.map { _ in -1 }
    levels = nodes.map { _ in -1 }
    timed = nodes.map { _ in -1 }
    for (index, chain) in plan.chains.enumerated() {
      guard let node = plan.nodes.firstIndex(of: .chain(index)) else {
        beginnings.append(0)
        continue
      }
      beginnings.append(node + 1)
      for steps in 0...chain.steps.count {
        set(node + 1 + steps, node, plan.sources(ofBeginning: index, steps: steps), plan)
      }
    }
    for node in plan.nodes.indices {
      addLevels(node, plan)
      if plan.canWaitForTime(plan.nodes[node]) {
        timed[node] = node + 1
        set(node + 1, node, sources[node], plan)
        waitsForTime[node + 1] = true
      }
      if let index = plan.nodes[node].quantified {
        set(node + 1, node, sources[node], plan)
        valued[node + 1] = index
      }
    }
  }

  private mutating func set(_ part: Int, _ node: Int, _ sources: Sources, _ plan: Plan) {
    nodes[part] = node
    self.sources[part] = sources
    tracks[part] = Self.filtered(sources, plan)
  }

  private mutating func addLevels(_ node: Int, _ plan: Plan) {
    guard let highest = plan.longestChain(under: plan.nodes[node]) else { return }
    levels[node] = node + 1
    for level in 0...highest {
      var all = Sources()
      for operand in plan.positiveOperands(of: plan.nodes[node]) {
        guard let chain = plan.nodes[operand].chain else {
          all.formUnion(sources[operand])
          continue
        }
        let steps = min(level, plan.chains[chain].steps.count)
        all.formUnion(sources[beginning(ofChain: chain, steps: steps)])
      }
      set(node + 1 + level, node, all, plan)
    }
  }

  /// The part of a chain that sees the rows of its first so many steps, those that must be absent
  /// aside.
  func beginning(ofChain chain: Int, steps: Int) -> Int { beginnings[chain] + steps }

  /// Number of steps of the beginning that a part of a chain is.
  func steps(ofBeginning part: Int, chain: Int) -> Int { part - beginnings[chain] }

  /// The part of a junction that sees no further into its chains than so many steps; `nil` when
  /// there are none among its operands.
  func level(ofJunction node: Int, steps: Int) -> Int? {
    levels[node] < 0 ? nil : levels[node] + steps
  }

  /// The part of a node that waits for an instant; `nil` without one.
  func timed(_ node: Int) -> Int? { timed[node] < 0 ? nil : timed[node] }

  /// The part of an `any` that waits for events with the value that it is true of.
  func valued(ofAny node: Int) -> Int { node + 1 }

  /// The tracks of a part, when it sees nothing but their rows and some of them have a filter.
  private static func filtered(_ sources: Sources, _ plan: Plan) -> [Int]? {
    if sources.seesTraits || sources.seesSessionStarts || !sources.paths.isEmpty { return nil }
    let tracks = sources.tracks.sorted()
    let isPlain = tracks.allSatisfy {
      plan.tracks[$0].source != .session && plan.tracks[$0].scope == nil
    }
    let isFiltered = tracks.contains { plan.tracks[$0].filter != nil }
    return isPlain && isFiltered ? tracks : nil
  }
}

extension Plan {
  /// Number of parts that answers can wait for behind a node: places for them follow it.
  func partsBehind(_ node: Node) -> Int {
    if let chain = node.chain { return chains[chain].steps.count + 1 }
    if let highest = longestChain(under: node) { return highest + 1 }
    return canWaitForTime(node) || node.quantified != nil ? 1 : 0
  }

  /// The node itself, without `not`.
  func positive(_ node: Int) -> Int {
    if case .not(let operand) = nodes[node] { return positive(operand) }
    return node
  }

  /// The operands of a junction, without `not`; none of other nodes.
  fileprivate func positiveOperands(of node: Node) -> [Int] {
    switch node {
    case .and(let range), .or(let range):
      operands[range.start..<range.end].map { positive($0) }
    default: []
    }
  }

  /// Number of steps of the longest chain among the operands of a junction.
  fileprivate func longestChain(under node: Node) -> Int? {
    positiveOperands(of: node).compactMap { nodes[$0].chain }
      .map { chains[$0].steps.count }.max()
  }

  /// Whether there are instants before which no event changes a node: a session must last, a day
  /// must end.
  fileprivate func canWaitForTime(_ node: Node) -> Bool {
    switch node {
    case .count(let view, _, _):
      return tracks[view.track].source == .session && tracks[view.track].filter != nil
    case .compare(let left, _, let right):
      guard case .aggregate(.days, _, _) = numerics[left], case .constant = numerics[right] else {
        return false
      }
      return true
    default: return false
    }
  }
}

extension Node {
  /// The chain that the node is.
  var chain: Int? {
    if case .chain(let chain) = self { chain } else { nil }
  }

  /// The `any` that the node is.
  var quantified: Int? {
    if case .any(let index) = self { index } else { nil }
  }
}

/// The value that an `any` was found true of.
struct AnyWitness: BitwiseCopyable {
  static let blank = AnyWitness(code: 0, watch: Watch(0))

  /// Code of the value.
  var code: UInt32
  /// What must happen before the condition can be false of it.
  var watch: Watch
}

/// How far a false chain was reached.
struct ChainEnd: BitwiseCopyable {
  static let blank = ChainEnd(steps: 0, isPending: false)

  /// The part of the chain whose events can bring it further, in steps behind the first view.
  var steps: Int
  /// Whether nothing but time can bring it further before its answer ends.
  var isPending: Bool
}
