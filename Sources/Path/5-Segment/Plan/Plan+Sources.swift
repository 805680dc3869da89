import StarlingLanguage

/// Which events a node's answer can depend on.
struct Sources {
  /// The `any` whose own rows are left out.
  fileprivate var scope: Int?
  /// Nodes and numbers that have been looked at: many may refer to the same.
  fileprivate var nodes: Set<Int> = []
  fileprivate var numerics: Set<Int> = []
  var names: Set<String> = []
  /// Paths of the plan of which every value counts, whatever event has it.
  var paths: Set<Int> = []
  /// Tracks that are looked at.
  var tracks: Set<Int> = []
  var seesAll = false
  /// Whether the start of a session counts, and nothing else of a session.
  var seesSessionStarts = false
  var seesTraits = false

  /// Sees what another one sees too.
  mutating func formUnion(_ other: Sources) {
    names.formUnion(other.names)
    paths.formUnion(other.paths)
    tracks.formUnion(other.tracks)
    seesAll = seesAll || other.seesAll
    seesSessionStarts = seesSessionStarts || other.seesSessionStarts
    seesTraits = seesTraits || other.seesTraits
  }
}

extension Plan {
  /// Number of percentiles whose thresholds an evaluation needs.
  package var percentileCount: Int { percentiles.count }

  /// The rank of each percentile, in percent.
  package var percents: [Double] { percentiles.map(\.percent) }

  /// The events that a node can see.
  func sources(of root: Int) -> Sources {
    var sources = Sources()
    collect(root, &sources)
    return sources
  }

  /// The tracks that a node looks at, ascending.
  func tracks(of root: Int) -> [Int] { sources(of: root).tracks.sorted() }

  /// The events that the condition of an `any` can see, whatever value they have.
  func sources(aroundAny index: Int) -> Sources {
    var sources = Sources(scope: index)
    collect(quantified[index].root, &sources)
    return sources
  }

  /// What the conditions of all `any` are made of.
  var insideAny: (nodes: Set<Int>, numerics: Set<Int>, chains: Set<Int>, quantified: Set<Int>) {
    var sources = Sources()
    for quantified in quantified { collect(quantified.root, &sources) }
    let inside = sources.nodes.map { nodes[$0] }
    return (
      sources.nodes, sources.numerics, Set(inside.compactMap(\.chain)),
      Set(inside.compactMap(\.quantified))
    )
  }

  /// Whether the condition of an `any` sees nothing but rows that have the value, so that an event
  /// concerns the values that it has and no other.
  func isByValue(_ index: Int) -> Bool {
    let around = sources(aroundAny: index)
    return !around.seesAll && !around.seesSessionStarts && !around.seesTraits
      && around.names.isEmpty && around.paths.isEmpty
  }

  /// The rows of a chain's first so many steps, those that must be absent aside.
  func sources(ofBeginning chain: Int, steps: Int) -> Sources {
    var sources = Sources()
    collect(chains[chain].first, &sources)
    for step in chains[chain].steps.prefix(steps) {
      if case .then(let view, _, _) = step { collect(view, &sources) }
    }
    return sources
  }

  /// The events that a number can see.
  func sources(ofNumber numeric: Int) -> Sources {
    var sources = Sources()
    collect(number: numeric, &sources)
    return sources
  }

  private func collect(_ node: Int, _ sources: inout Sources) {
    if !sources.nodes.insert(node).inserted { return }
    switch nodes[node] {
    case .constant, .list: break
    case .and(let range), .or(let range):
      for operand in operands[range.start..<range.end] { collect(operand, &sources) }
    case .not(let operand): collect(operand, &sources)
    case .count(let view, _, _): collect(count: view, &sources)
    case .compare(let left, _, let right):
      collect(number: left, &sources)
      collect(number: right, &sources)
    case .percentile(let numeric, _, _): collect(number: numeric, &sources)
    case .test(let operand, _): collect(operand, &sources)
    case .equal(let left, let right, _):
      collect(left, &sources)
      collect(right, &sources)
    case .elapsed(.sinceLast(let view), _, _), .elapsed(.sinceFirst(let view), _, _):
      collect(view, &sources)
    case .elapsed: sources.seesTraits = true
    case .chain(let index):
      collect(chains[index].first, &sources)
      for step in chains[index].steps {
        switch step {
        case .then(let view, _, let without):
          collect(view, &sources)
          if let without { collect(without, &sources) }
        case .absent(let view, _): collect(view, &sources)
        }
      }
    case .any(let index):
      // Views inside an inner `any` are not told apart from those around it.
      if sources.scope != nil { sources.seesAll = true }
      // A new value can come with any event that has the path.
      sources.paths.insert(quantified[index].path)
      collect(quantified[index].root, &sources)
    }
  }

  /// What a number of rows can see: without a filter sessions are only counted.
  private func collect(count view: View, _ sources: inout Sources) {
    sources.tracks.insert(view.track)
    if tracks[view.track].source == .session, tracks[view.track].filter == nil {
      sources.seesSessionStarts = true
    } else {
      collect(view, &sources)
    }
  }

  private func collect(_ view: View, _ sources: inout Sources) {
    sources.tracks.insert(view.track)
    if let scope = sources.scope, tracks[view.track].scope == scope { return }
    switch tracks[view.track].source {
    case .all, .session: sources.seesAll = true
    case .named(let name): sources.names.insert(name)
    }
  }

  private func collect(_ operand: Operand, _ sources: inout Sources) {
    switch operand {
    case .trait: sources.seesTraits = true
    case .first(let view, _), .last(let view, _): collect(view, &sources)
    }
  }

  private func collect(number: Int, _ sources: inout Sources) {
    if !sources.numerics.insert(number).inserted { return }
    switch numerics[number] {
    case .constant: break
    case .aggregate(.count, let view, _): collect(count: view, &sources)
    case .aggregate(_, let view, _): collect(view, &sources)
    case .operand(let operand): collect(operand, &sources)
    case .arithmetic(_, let left, let right):
      collect(number: left, &sources)
      collect(number: right, &sources)
    case .negative(let operand): collect(number: operand, &sources)
    }
  }
}
