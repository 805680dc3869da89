import StarlingLanguage
import StarlingModel

/// Finds the equal of each thing of a plan in another one.
///
/// A plan has equal things once, so the equal of a thing is what its parts' equals make there.
/// Within an `any` rows belong to it, so which `any` is its equal must be supposed first; the
/// supposition holds when the conditions turn out to be equal.
struct PlanMatch {
  enum Known: Equatable {
    case open
    case found(Int)
    case missing
  }

  private let old: Plan
  private let new: Plan
  private let sameLists: Set<String>
  private let newNodes: [Node: Int]
  private let newOperands: [[Int]: Operands]
  private let newNumerics: [Numeric: Int]
  private let newTracks: [Track: Int]
  private let newWindows: [Window?: Int]
  private let newPaths: [PropertyPath: Int]
  private let newChains: [Chain: Int]
  private let newTests: [Test: Int]
  /// By node of the old plan.
  private(set) var nodes: [Known]
  private var numerics: [Known]
  /// By `any` of the old plan: the one that is supposed to be its equal.
  private var supposed: [Int: Int] = [:]

  init(_ old: Plan, _ new: Plan, sameLists: Set<String>) {
    self.old = old
    self.new = new
    self.sameLists = sameLists
    newNodes = Self.index(new.nodes)
    newNumerics = Self.index(new.numerics)
    newTracks = Self.index(new.tracks)
    newWindows = Self.index(new.windows)
    newPaths = Self.index(new.paths)
    newChains = Self.index(new.chains)
    newTests = Self.index(new.tests)
    var operands: [[Int]: Operands] = [:]
    for case .and(let range) in new.nodes {
      operands[Array(new.operands[range.start..<range.end])] = range
    }
    for case .or(let range) in new.nodes {
      operands[Array(new.operands[range.start..<range.end])] = range
    }
    newOperands = operands
    nodes = old.nodes.map { _ in .open }
    numerics = old.numerics.map { _ in .open }
  }

  private static func index<Thing: Hashable>(_ things: [Thing]) -> [Thing: Int] {
    Dictionary(
      things.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Conditions

  /// The equal of a node of the old plan; `nil` where there is none.
  mutating func node(_ node: Int) -> Int? {
    switch nodes[node] {
    case .found(let equal): return equal
    case .missing: return nil
    case .open: break
    }
    let equal = equal(of: old.nodes[node]).flatMap { newNodes[$0] }
    nodes[node] = equal.map(Known.found) ?? .missing
    return equal
  }

  private mutating func equal(of node: Node) -> Node? {
    switch node {
    case .constant: return node
    case .and(let range): return operands(range).map(Node.and)
    case .or(let range): return operands(range).map(Node.or)
    case .not(let operand): return self.node(operand).map(Node.not)
    case .count(let view, let comparator, let number):
      return self.view(view).map { .count($0, comparator, number) }
    case .compare(let left, let comparator, let right):
      guard let left = numeric(left), let right = numeric(right) else { return nil }
      return .compare(left, comparator, right)
    case .percentile(let number, let comparator, let index):
      guard let number = numeric(number), let index = percentile(index) else { return nil }
      return .percentile(number, comparator, index)
    case .test(let operand, let test):
      guard let operand = self.operand(operand), let test = newTests[old.tests[test]] else {
        return nil
      }
      return .test(operand, test)
    case .equal(let left, let right, let negated):
      guard let left = operand(left), let right = operand(right) else { return nil }
      return .equal(left, right, negated: negated)
    case .elapsed(let elapsed, let comparator, let seconds):
      return self.elapsed(elapsed).map { .elapsed($0, comparator, seconds: seconds) }
    case .chain(let index): return chain(old.chains[index]).map(Node.chain)
    case .any(let index): return quantified(index).map(Node.any)
    case .list(let index):
      let name = old.lists[index]
      if !sameLists.contains(name) { return nil }
      return new.lists.firstIndex(of: name).map(Node.list)
    }
  }

  private mutating func operands(_ range: Operands) -> Operands? {
    var equals: [Int] = []
    for operand in old.operands[range.start..<range.end] {
      guard let equal = node(operand) else { return nil }
      equals.append(equal)
    }
    return newOperands[equals]
  }

  private mutating func quantified(_ index: Int) -> Int? {
    if let known = supposed[index] { return known }
    let any = old.quantified[index]
    guard let path = newPaths[old.paths[any.path]] else { return nil }
    let before = (nodes, numerics)
    for (candidate, other) in new.quantified.enumerated() where other.path == path {
      supposed[index] = candidate
      if node(any.root) == other.root { return candidate }
      (nodes, numerics) = before
    }
    supposed[index] = nil
    return nil
  }

  private func chain(_ chain: Chain) -> Int? {
    guard let first = view(chain.first) else { return nil }
    var equal = Chain(first: first, steps: [])
    for step in chain.steps {
      switch step {
      case .then(let then, let withinMs, let without):
        guard let then = view(then) else { return nil }
        let excluded = without.flatMap(view)
        if without != nil && excluded == nil { return nil }
        equal.steps.append(.then(then, withinMs: withinMs, without: excluded))
      case .absent(let absent, let withinMs):
        guard let absent = view(absent) else { return nil }
        equal.steps.append(.absent(absent, withinMs: withinMs))
      }
    }
    return newChains[equal]
  }

  // MARK: Numbers and values

  private mutating func numeric(_ numeric: Int) -> Int? {
    switch numerics[numeric] {
    case .found(let equal): return equal
    case .missing: return nil
    case .open: break
    }
    let equal = equal(of: old.numerics[numeric]).flatMap { newNumerics[$0] }
    numerics[numeric] = equal.map(Known.found) ?? .missing
    return equal
  }

  private mutating func equal(of numeric: Numeric) -> Numeric? {
    switch numeric {
    case .constant: return numeric
    case .aggregate(let aggregate, let view, let path):
      guard let view = self.view(view) else { return nil }
      let equal = path.flatMap { newPaths[old.paths[$0]] }
      return path != nil && equal == nil ? nil : .aggregate(aggregate, view, equal)
    case .operand(let operand): return self.operand(operand).map(Numeric.operand)
    case .arithmetic(let operation, let left, let right):
      guard let left = self.numeric(left), let right = self.numeric(right) else { return nil }
      return .arithmetic(operation, left, right)
    case .negative(let operand): return self.numeric(operand).map(Numeric.negative)
    }
  }

  /// The equal of a percentile of the old plan; `nil` where there is none.
  mutating func percentile(_ index: Int) -> Int? {
    guard let number = numeric(old.percentiles[index].numeric) else { return nil }
    let equal = Percentile(numeric: number, percent: old.percentiles[index].percent)
    return new.percentiles.firstIndex(of: equal)
  }

  private func operand(_ operand: Operand) -> Operand? {
    guard let path = newPaths[old.paths[operand.path]] else { return nil }
    return switch operand {
    case .trait: .trait(path)
    case .first(let view, _): self.view(view).map { .first($0, path) }
    case .last(let view, _): self.view(view).map { .last($0, path) }
    }
  }

  private func elapsed(_ elapsed: Elapsed) -> Elapsed? {
    switch elapsed {
    case .sinceLast(let view): self.view(view).map(Elapsed.sinceLast)
    case .sinceFirst(let view): self.view(view).map(Elapsed.sinceFirst)
    case .sinceTrait(let path): newPaths[old.paths[path]].map(Elapsed.sinceTrait)
    case .sinceTraitInstant(let path): newPaths[old.paths[path]].map(Elapsed.sinceTraitInstant)
    }
  }

  private func view(_ view: View) -> View? {
    var track = old.tracks[view.track]
    if let scope = track.scope {
      guard let equal = supposed[scope] else { return nil }
      track.scope = equal
    }
    guard let equal = newTracks[track], let window = newWindows[old.windows[view.window]] else {
      return nil
    }
    return View(track: equal, window: window)
  }
}
