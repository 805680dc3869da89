import StarlingLanguage

/// Everything of a plan that an answer can wait for: its nodes, and behind them the beginnings of
/// its chains. A false chain changes only by an event of the steps that were reached.
struct WatchedParts: Sendable {
  /// By part: the node of the plan that is asked when what was waited for has come.
  private(set) var nodes: [Int]
  /// By part: which events it sees.
  private(set) var sources: [Sources]
  /// By part: the tracks whose filters an event must pass for one of them to be seen; `nil` where
  /// that cannot be told from the event alone.
  private(set) var tracks: [[Int]?]
  /// By chain: the part of its first view alone; those of longer beginnings follow.
  private var beginnings: [Int] = []

  init(_ plan: Plan) {
    nodes = Array(plan.nodes.indices)
    sources = NodeSources(plan).ofNode
    tracks = sources.map { Self.filtered($0, plan) }
    for (index, chain) in plan.chains.enumerated() {
      beginnings.append(nodes.count)
      guard let node = plan.nodes.firstIndex(of: .chain(index)) else { continue }
      for steps in 0...chain.steps.count {
        let beginning = plan.sources(ofBeginning: index, steps: steps)
        nodes.append(node)
        sources.append(beginning)
        tracks.append(Self.filtered(beginning, plan))
      }
    }
  }

  /// The part of a chain that sees the rows of its first so many steps, those that must be absent
  /// aside.
  func beginning(ofChain chain: Int, steps: Int) -> Int { beginnings[chain] + steps }

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

/// How far a false chain was reached.
struct ChainEnd: BitwiseCopyable {
  static let blank = ChainEnd(steps: 0, isPending: false)

  /// The part of the chain whose events can bring it further, in steps behind the first view.
  var steps: Int
  /// Whether nothing but time can bring it further before its answer ends.
  var isPending: Bool
}
