import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// Answers the nodes of a plan for the people of one tile.
///
/// One implementation of meaning serves all callers: `outcome(_:_:_:)` answers one person at one
/// instant and says how long the answer lasts (replay, explain, live); `TileEvaluator+Batch`
/// answers all people of the tile and falls back on it for all but the commonest nodes, which it
/// computes with the same row ranges and counts.
///
/// It is not copyable and reads columns through views, so that evaluating counts no references.
package struct TileEvaluator: ~Copyable {
  private(set) var binding: Binding
  /// The tile in work.
  var layout: TileLayout
  var windows: WindowResolver
  /// Thresholds of the plan's percentiles at the instants asked about.
  package var thresholds: Thresholds {
    didSet { forgetMoment() }
  }

  /// By path of the plan: its code.
  let paths: ArrayView<UInt32>
  private(set) var trackViews: [TrackView]
  let nodes: ArrayView<Node>
  let operands: ArrayView<Int>
  let numerics: ArrayView<Numeric>
  /// By test: whether each value code passes.
  private(set) var tests: [ArrayView<Bool>]
  /// By path of the plan.
  private(set) var numberTables: [NumberView]
  /// By `any`: how far back a row can matter; `nil` = without end.
  let reaches: [Int64?]
  /// By `any`: the longest of `reaches` of all that go through the values of the same path.
  let sharedReaches: [Int64?]
  /// By `any`: how many rows a value must have for its condition to be true.
  let rowsNeeded: [Int]
  /// What events of the instant in question brought: see `quantifiedAnew`.
  var newValues: NewValues
  var batch = BatchMemory()
  var matcher = ChainMatcher()
  /// Rows of a chain's views that had to be collected, by place of the view in the chain.
  var collections: [CollectedRows] = []
  var cursors: RowCursors
  var memory: NodeMemory
  var moment: MomentMemory<Outcome>
  var numberMoment: MomentMemory<NumberAnswer>
  /// By chain: how far it came when it was last found false.
  var chainEnds: MomentMemory<ChainEnd>
  /// By `any` whose condition sees nothing but rows that have the value: the value for which it was
  /// last found true.
  var witnesses: MomentMemory<AnyWitness>
  var sums: RunningSums
  var runningRows: RunningRows
  var runningValues: RunningValues
  /// By `any` of the plan.
  var histories: [ValueHistory]
  /// By chain of the plan.
  var chainHistories: [ChainHistory]
  /// By chain of the plan.
  let chains: [(first: View, steps: ArrayView<ChainStep>)]
  /// By chain of the plan: the tracks of its selectors.
  let chainTracks: [[Int]]
  /// By `any` of the plan: whether its condition sees nothing but rows that have the value.
  let isByValue: [Bool]
  /// By `any` of the plan: its condition and its path.
  let quantifiedRoots: [(root: Int, path: Int)]
  var codeScratch: [UInt32] = []
  var valueScratch: [ValueRow] = []
  var nextRows: [Int] = []
  var losing: [LosingRows] = []
  /// What answers can wait for.
  let parts: WatchedParts
  /// By node: see `SumBudget`.
  let budgets: [SumBudget?]
  /// By track: what its sessions must reach; `nil` for others.
  let sessionBounds: [SessionBounds?]
  /// By node: whether its answer depends on thresholds of percentiles.
  let readsPercentile: [Bool]
  /// Has the compiler pass the evaluator by address always: values of an existential cannot be
  /// loaded, and each call of a function that does not change an evaluator that could would copy
  /// all of it, 1,700 bytes (Swift 6.3).
  private let addressed: any Sendable = ()

  /// An evaluator on a tile.
  package init(
    _ binding: Binding, thresholds: Thresholds = .none, tile: Tile, firstPerson: Int
  ) {
    self.binding = binding
    self.thresholds = thresholds
    trackViews = binding.tracks.map(TrackView.init)
    let paths = ArrayView(binding.pathCodes)
    self.paths = paths
    layout = TileLayout(tile, firstPerson: firstPerson, paths, binding)
    cursors = RowCursors(windows: binding.plan.windows.count)
    histories = binding.plan.quantified.map { _ in ValueHistory() }
    sums = RunningSums(numerics: binding.plan.numerics.count)
    runningRows = RunningRows(windows: binding.plan.windows.count)
    runningValues = RunningValues(numerics: binding.plan.numerics.count)
    let inAny = binding.plan.insideAny
    moment = MomentMemory(
      count: binding.plan.nodes.count, inAny: inAny.nodes,
      blank: Outcome(value: false, until: .min))
    numberMoment = MomentMemory(
      count: binding.plan.numerics.count, inAny: inAny.numerics, blank: .blank)
    chainEnds = MomentMemory(
      count: binding.plan.chains.count, inAny: inAny.chains, blank: .blank)
    witnesses = MomentMemory(
      count: binding.plan.quantified.count, inAny: inAny.quantified, blank: .blank)
    parts = WatchedParts(binding.plan)
    isByValue = binding.plan.quantified.indices.map { binding.plan.isByValue($0) }
    memory = NodeMemory(nodes: binding.plan.nodes.count)
    let windows = WindowResolver(binding.plan)
    self.windows = windows
    chainHistories = binding.plan.chains.map { ChainHistory($0, binding.plan.tracks, windows) }
    nodes = ArrayView(binding.plan.nodes)
    operands = ArrayView(binding.plan.operands)
    numerics = ArrayView(binding.plan.numerics)
    chains = binding.plan.chains.map { ($0.first, ArrayView($0.steps)) }
    chainTracks = binding.plan.chains.map(\.tracks)
    sessionBounds = binding.plan.tracks.map { track in
      track.source == .session ? track.filter.map { SessionBounds($0) } : nil
    }
    budgets = binding.plan.nodes.indices.map { SumBudget(binding.plan, $0) }
    readsPercentile = binding.plan.nodes.indices.map(binding.plan.reachesPercentile)
    quantifiedRoots = binding.plan.quantified.map { ($0.root, $0.path) }
    tests = binding.tests.map { ArrayView($0.holds) }
    numberTables = binding.numbers.map(NumberView.init)
    let quantified = binding.plan.quantified
    let reaches: [Int64?] = quantified.map { quantified in
      let reaches = quantified.views.map { windows.reachMs($0.window) }
      return reaches.contains(nil) ? nil : reaches.compactMap(\.self).max() ?? 0
    }
    self.reaches = reaches
    sharedReaches = quantified.map { one in
      let shared = quantified.indices.filter { quantified[$0].path == one.path }
      return shared.contains { reaches[$0] == nil } ? nil : shared.compactMap { reaches[$0] }.max()
    }
    rowsNeeded = quantified.map { binding.plan.rowsNeeded($0.root) }
    newValues = NewValues(paths: binding.plan.paths.count)
    addParts()
  }

  /// Forgets what was found for a person at an instant: another tile.
  mutating func forgetMoment() {
    moment.forget()
    chainEnds.forget()
    numberMoment.forget()
    witnesses.forget()
    newValues.forget()
  }

  /// Forgets answers inside an `any`: other marks.
  mutating func forgetAnswersInAny() {
    moment.forgetInAny()
    chainEnds.forgetInAny()
    numberMoment.forgetInAny()
    witnesses.forgetInAny()
  }

  /// Turns to another tile.
  package mutating func move(to tile: Tile, firstPerson: Int) {
    forgetMoment()
    layout.turn(to: tile, firstPerson: firstPerson, paths, binding)
    addParts()
  }

  /// Decides about all values that came since, by the vocabulary that was exchanged.
  ///
  /// - Returns: Whether layouts of tiles are good no longer, as a filter decides about more values.
  package mutating func extendBinding() -> Bool {
    let isLaidOutAnew = binding.extend(binding.vocabulary)
    trackViews = binding.tracks.map(TrackView.init)
    tests = binding.tests.map { ArrayView($0.holds) }
    numberTables = binding.numbers.map(NumberView.init)
    return isLaidOutAnew
  }

  /// Whether the binding must be made anew for the vocabulary that was exchanged.
  package var isOutdated: Bool { binding.isOutdated(by: binding.vocabulary) }

  /// Gives the binding's vocabulary away for another one: whoever adds to it must be the only one
  /// to have it.
  package mutating func exchangeVocabulary(_ other: inout Vocabulary) { binding.exchange(&other) }

  /// Makes room for people on lists.
  package mutating func reserve(places: Int) { binding.reserve(places: places) }

  /// Notes that a person is on a list of the plan; makes room for so many places.
  package mutating func note(places: Int, person: Int, onList list: Int) {
    binding.note(places: places, person: person, onList: list)
  }

  /// Turns to another tile, as it was laid out before if `layout` is that; else keeps its layout.
  package mutating func turn(
    to tile: Tile, firstPerson: Int, keeping layout: inout TileLayout?
  ) {
    forgetMoment()
    if let known = layout, known.tile === tile {
      self.layout = known
      return
    }
    self.layout = TileLayout(tile, firstPerson: firstPerson, paths, binding)
    addParts()
    layout = self.layout
  }

  /// Begins with another person, who is asked about at ever later instants: keeps answers and
  /// places.
  mutating func begin() {
    cursors.begin(parts: layout.parts.count)
    memory.begin()
    sums.begin(parts: layout.parts.count)
    runningRows.begin(parts: layout.parts.count)
    runningValues.begin()
    for index in histories.indices { histories[index].begin() }
    for index in chainHistories.indices { chainHistories[index].begin() }
  }

  /// The plan that is evaluated.
  var plan: Plan { binding.plan }

  /// The answer of a node for one person of the tile, who exists at `now`.
  package mutating func outcome(_ node: Int, _ person: Int, _ now: Int64) -> Outcome {
    if !memory.isActive {
      if let known = moment.answer(node, person, now) { return known }
      let outcome = evaluate(node, person, now)
      moment.note(node, person, now, outcome)
      return outcome
    }
    if let known = memory.answer(node, at: now) { return known }
    let outcome = evaluate(node, person, now)
    memory.note(node, outcome)
    return outcome
  }

  private mutating func evaluate(_ node: Int, _ person: Int, _ now: Int64) -> Outcome {
    switch nodes[node] {
    case .constant(let value): return Outcome(value: value, until: .max)
    case .and(let range): return junction(range, stopsAt: false, person, now)
    case .or(let range): return junction(range, stopsAt: true, person, now)
    case .not(let operand):
      let outcome = outcome(operand, person, now)
      return Outcome(value: !outcome.value, until: outcome.until)
    case .count(let view, let comparator, let constant):
      return count(view, comparator, constant, person, now)
    case .compare(let left, let comparator, let right):
      return compare(left, comparator, right, person, now)
    case .percentile(let numeric, let comparator, let index):
      return percentile(numeric, comparator, index, person, now)
    case .test(let operand, let test): return self.test(operand, test, person, now)
    case .equal(let left, let right, let negated):
      return equal(left, right, negated: negated, person, now)
    case .elapsed(let elapsed, let comparator, let seconds):
      return self.elapsed(elapsed, comparator, seconds, person, now)
    case .chain(let chain): return self.chain(chain, person, now)
    case .any(let index): return quantified(index, person, now)
    case .list(let list):
      let place = layout.firstPerson + person
      let value = binding.lists[list][place >> 6] >> UInt64(place & 63) & 1 == 1
      return Outcome(value: value, until: .max)
    }
  }

  /// The rows of a part that a window holds for a person at `now`.
  @inline(__always)
  func rows(
    _ place: Int, _ window: ResolvedWindow, _ person: Int, _ now: Int64
  ) -> RowRange {
    if !cursors.isActive { return layout.part[place].range(person, now, window) }
    return cursors.advance(place, layout.part[place].times, window, now) {
      layout.part[place].rows(person)
    }
  }

  /// `and` stops at the first false operand, `or` at the first true one; a stopped answer lasts as
  /// long as the operand that stopped it.
  private mutating func junction(
    _ range: Operands, stopsAt value: Bool, _ person: Int, _ now: Int64
  ) -> Outcome {
    var until = Int64.max
    for index in range.start..<range.end {
      let outcome = outcome(operands[index], person, now)
      if outcome.value == value { return outcome }
      until = min(until, outcome.until)
    }
    return Outcome(value: !value, until: until)
  }

  private mutating func percentile(
    _ numeric: Int, _ comparator: Comparator, _ index: Int, _ person: Int, _ now: Int64
  ) -> Outcome {
    let (number, until) = number(numeric, person, now)
    let step = thresholds.step(index, at: now)
    guard let number, let threshold = step.threshold else {
      let value = step.threshold != nil && comparator.holdsForAbsent
      return Outcome(value: value, until: min(until, step.until))
    }
    let value = comparator.holds(number, threshold)
    return Outcome(
      value: value,
      until: min(until, thresholds.change(index, from: now, number, comparator, value)))
  }
}
