import StarlingLanguage
import StarlingModel

extension Plan {
  /// Compiles the segments of a checked workspace.
  ///
  /// - Throws: `PlanError` for an unknown zone, unknown names and cycles.
  package init(_ workspace: Workspace) throws(PlanError) {
    var compiler = try PlanCompiler(checking: workspace)
    for segment in workspace.segments {
      let root = try compiler.segment(segment.name)
      compiler.plan.segments.append(Segment(name: segment.name, root: root))
    }
    self = compiler.plan
  }

  /// Compiles one segment of a checked workspace, with what it refers to.
  ///
  /// - Throws: As for all segments.
  package init(_ workspace: Workspace, only segment: String) throws(PlanError) {
    var compiler = try PlanCompiler(checking: workspace)
    let root = try compiler.segment(segment)
    compiler.plan.segments = [Segment(name: segment, root: root)]
    self = compiler.plan
  }
}

/// Turns trees into nodes; equal nodes get the same index.
///
/// 1. Segments are compiled on first use, so a node comes after the nodes it is made of; metrics
///    and segments that are referred to are put in place.
/// 2. Selectors become a track (which rows) and a window, each once; patterns become chains of
///    such views.
/// 3. Comparisons are told apart by what they compare: counts with a constant, values with a
///    constant (a table of booleans later), the clock, numbers, percentiles.
/// 4. Operands of `and` and `or` are ordered by cost.
///
/// Cycles and unknown names are errors here too, though `WorkspaceCheck` finds them first. How deep
/// definitions may build on each other is limited there.
struct PlanCompiler {
  var plan: Plan
  let metrics: [String: Definition]
  let definitions: [String: Definition]
  private var roots: [String: Int] = [:]
  private var open: Set<String> = []
  /// By node; see `PlanCompiler+Order`.
  var costs: [Int] = []
  private var nodeIndex: [Node: Int] = [:]
  var operandsIndex: [[Int]: Operands] = [:]
  private var numericIndex: [Numeric: Int] = [:]
  private var trackIndex: [Track: Int] = [:]
  private var windowIndex: [Window?: Int] = [:]
  private var testIndex: [Test: Int] = [:]
  private var chainIndex: [Chain: Int] = [:]
  private var quantifiedIndex: [QuantifiedText: Int] = [:]
  /// Numbers of metrics by name, for each `any` that they stand in.
  private var metricIndex: [MetricUse: Int] = [:]
  private var pathIndex: [PropertyPath: Int] = [:]
  var scope: Int?
  private var scopedViews: [View] = []

  init(_ workspace: Workspace, _ calendar: ZoneCalendar) {
    plan = Plan(settings: workspace.settings, calendar: calendar)
    metrics = Dictionary(
      workspace.metrics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    definitions = Dictionary(
      workspace.segments.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The root of a segment, compiled on first use.
  mutating func segment(_ name: String) throws(PlanError) -> Int {
    if let root = roots[name] { return root }
    guard let definition = definitions[name] else {
      throw PlanError(description: "segment '\(name)' is not defined")
    }
    guard open.insert(name).inserted else {
      throw PlanError(description: "segment '\(name)' refers to itself")
    }
    let root = try node(definition.expression)
    open.remove(name)
    roots[name] = root
    return root
  }

  /// Compiles a boolean expression.
  mutating func node(_ expression: Expression) throws(PlanError) -> Int {
    switch expression.kind {
    case .boolean(let value): return intern(.constant(value))
    case .and(let operands): return intern(.and(try ordered(operands)))
    case .or(let operands): return intern(.or(try ordered(operands)))
    case .not(let operand): return intern(.not(try node(operand)))
    case .comparison(let left, let comparator, let right):
      return try comparison(left, comparator, right)
    case .isIn(let operand, let values, let negated):
      return try membership(of: operand, in: values, negated: negated)
    case .text(let operand, let test, let text):
      return try self.test(operand) { .text($0, test, text) }
    case .existsReference(.trait, let path):
      return intern(.test(.trait(intern(path)), test(path) { .existsPath($0) }))
    case .existsReference(let reference, let path): return try exists(reference, path)
    case .reference(.trait, let path):
      return intern(.test(.trait(intern(path)), test(path) { .path($0) }))
    case .reference(.segment, let path): return try segment(path.components.joined(separator: "."))
    case .reference(.list, let path):
      return intern(.list(list(path.components.joined(separator: "."))))
    case .any(let path, let body): return try quantified(path, body)
    case .pattern(let pattern): return try chain(pattern)
    case .aggregate(.first, _), .aggregate(.last, _):
      return try test(expression) { $0.kind }
    default:
      throw PlanError(description: "'\(expression.text)' is no condition")
    }
  }

  // MARK: Comparisons

  mutating func comparison(
    _ left: Expression, _ comparator: Comparator, _ right: Expression
  ) throws(PlanError) -> Int {
    if isCondition(left) || isCondition(right) {
      return try conditionComparison(left, comparator, right)
    }
    if let elapsed = try elapsed(left), let seconds = constant(right) {
      return intern(.elapsed(elapsed, comparator, seconds: seconds))
    }
    if let elapsed = try elapsed(right), let seconds = constant(left) {
      return intern(.elapsed(elapsed, comparator.mirrored, seconds: seconds))
    }
    if case .percentile(let percent) = right.kind {
      let percentile = Percentile(numeric: try numeric(left), percent: percent)
      let index = plan.percentiles.firstIndex(of: percentile) ?? plan.percentiles.count
      if index == plan.percentiles.count { plan.percentiles.append(percentile) }
      return intern(.percentile(percentile.numeric, comparator, index))
    }
    if isValue(left) && isValue(right) && (comparator == .equal || comparator == .notEqual) {
      let operands = (try operand(left), try operand(right))
      return intern(.equal(operands.0, operands.1, negated: comparator == .notEqual))
    }
    if isText(left) || isText(right) {
      return try textComparison(left, comparator, right)
    }
    if case .aggregate(.count, let selector) = left.kind, let number = constant(right) {
      return intern(.count(try view(selector), comparator, number))
    }
    if case .aggregate(.count, let selector) = right.kind, let number = constant(left) {
      return intern(.count(try view(selector), comparator.mirrored, number))
    }
    return intern(.compare(try numeric(left), comparator, try numeric(right)))
  }

  /// Comparisons that a string or boolean literal takes part in.
  private mutating func textComparison(
    _ left: Expression, _ comparator: Comparator, _ right: Expression
  ) throws(PlanError) -> Int {
    if isValue(left) { return try test(left) { .comparison($0, comparator, right) } }
    if isValue(right) { return try test(right) { .comparison(left, comparator, $0) } }
    // A number beside a string or boolean: unequal, and in no order, whatever the number is.
    if isText(left) && isText(right) {
      let whole = Expression(.comparison(left, comparator, right))
      return intern(.constant(ScalarEvaluator().truth(whole) { _ in nil }))
    }
    return intern(.constant(comparator == .notEqual))
  }

  private mutating func membership(
    of operand: Expression, in values: [Value], negated: Bool
  ) throws(PlanError) -> Int {
    if isValue(operand) { return try test(operand) { .isIn($0, values, negated: negated) } }
    var alternatives: [Int] = []
    for value in values {
      switch value {
      case .number(let number):
        alternatives.append(try comparison(operand, .equal, Expression(.number(number))))
      case .boolean(let boolean) where isCondition(operand):
        alternatives.append(try comparison(operand, .equal, Expression(.boolean(boolean))))
      default: break
      }
    }
    let either = intern(alternatives.isEmpty ? .constant(false) : .or(intern(alternatives)))
    return negated ? intern(.not(either)) : either
  }

  func constant(_ expression: Expression) -> Double? {
    switch expression.kind {
    case .number(let number): return number
    case .duration(let ms): return Double(ms) / 1000
    case .negative(let operand): return constant(operand).map { -$0 }
    case .arithmetic(let left, let operation, let right):
      guard let left = constant(left), let right = constant(right) else { return nil }
      return operation.apply(left, right)
    default: return nil
    }
  }

  mutating func elapsed(_ expression: Expression) throws(PlanError) -> Elapsed? {
    switch expression.kind {
    case .since(let selector): .sinceLast(try view(selector))
    case .age(let selector): .sinceFirst(try view(selector))
    case .sinceTrait(let path): .sinceTrait(intern(path))
    case .elapsedTrait(let path): .sinceTraitInstant(intern(path))
    default: nil
    }
  }

  // MARK: Values and numbers

  mutating func operand(_ expression: Expression) throws(PlanError) -> Operand {
    switch expression.kind {
    case .reference(.trait, let path): return .trait(intern(path))
    case .aggregate(.first, let selector): return .first(try view(selector), try path(selector))
    case .aggregate(.last, let selector): return .last(try view(selector), try path(selector))
    default: throw PlanError(description: "'\(expression.text)' is no value")
    }
  }

  private mutating func path(_ selector: Selector) throws(PlanError) -> Int {
    guard let path = selector.path else {
      throw PlanError(description: "an aggregate of a value needs a property")
    }
    return intern(path)
  }

  /// A test of a value: `make` builds the condition around the path that stands for it.
  private mutating func test(
    _ operand: Expression, _ make: (Expression) -> Expression.Kind
  ) throws(PlanError) -> Int {
    guard isValue(operand) else {
      // A number is never a string and holds nothing.
      return intern(.constant(false))
    }
    let value = try self.operand(operand)
    let path = plan.paths[value.path]
    return intern(.test(value, test(path) { path in make(Expression(.path(path))) }))
  }

  private mutating func test(
    _ path: PropertyPath, _ make: (PropertyPath) -> Expression.Kind
  ) -> Int {
    let test = Test(path: path, expression: Expression(make(path)))
    if let index = testIndex[test] { return index }
    plan.tests.append(test)
    testIndex[test] = plan.tests.count - 1
    return plan.tests.count - 1
  }

  mutating func numeric(_ expression: Expression) throws(PlanError) -> Int {
    if let number = constant(expression) { return intern(.constant(number)) }
    switch expression.kind {
    case .aggregate(.first, _), .aggregate(.last, _), .reference(.trait, _):
      return intern(.operand(try operand(expression)))
    case .aggregate(let aggregate, let selector):
      return intern(.aggregate(aggregate, try view(selector), selector.path.map { intern($0) }))
    case .reference(.metric, let path):
      let name = path.components.joined(separator: ".")
      let use = MetricUse(name: name, scope: scope)
      if let known = metricIndex[use] { return known }
      guard let metric = metrics[name] else {
        throw PlanError(description: "metric '\(name)' is not defined")
      }
      guard open.insert("metric " + name).inserted else {
        throw PlanError(description: "metric '\(name)' refers to itself")
      }
      let numeric = try numeric(metric.expression)
      open.remove("metric " + name)
      metricIndex[use] = numeric
      return numeric
    case .arithmetic(let left, let operation, let right):
      let operands = (try numeric(left), try numeric(right))
      return intern(.arithmetic(operation, operands.0, operands.1))
    case .negative(let operand): return intern(.negative(try numeric(operand)))
    default: throw PlanError(description: "'\(expression.text)' is no number")
    }
  }

  private mutating func list(_ name: String) -> Int {
    if let index = plan.lists.firstIndex(of: name) { return index }
    plan.lists.append(name)
    return plan.lists.count - 1
  }

  // MARK: Views, chains and quantified expressions

  mutating func view(_ selector: Selector) throws(PlanError) -> View {
    let source: Track.Source =
      switch selector.source {
      case .all: .all
      case .named(let name): .named(name)
      case .session: .session
      }
    let track = Track(source: source, filter: selector.filter, scope: scope)
    let view = View(track: intern(track), window: intern(selector.window))
    if scope != nil { scopedViews.append(view) }
    return view
  }

  private mutating func chain(_ pattern: Pattern) throws(PlanError) -> Int {
    let first = try view(pattern.first)
    if pattern.steps.isEmpty { return intern(.count(first, .greaterOrEqual, 1)) }
    var chain = Chain(first: first, steps: [])
    for step in pattern.steps {
      switch step {
      case .then(let selector, let withinMs, let without):
        let then = try view(selector)
        var excluded: View?
        if let without { excluded = try view(without) }
        chain.steps.append(.then(then, withinMs: withinMs, without: excluded))
      case .absent(let selector, let withinMs):
        chain.steps.append(.absent(try view(selector), withinMs: withinMs))
      }
    }
    let index = chainIndex[chain] ?? plan.chains.count
    if index == plan.chains.count { plan.chains.append(chain) }
    chainIndex[chain] = index
    return intern(.chain(index))
  }

  private mutating func quantified(
    _ path: PropertyPath, _ body: Expression
  ) throws(PlanError) -> Int {
    guard scope == nil else { throw PlanError(description: "'any' may not stand inside 'any'") }
    let text = QuantifiedText(path: path, body: body)
    if let known = quantifiedIndex[text] { return intern(.any(known)) }
    let index = plan.quantified.count
    plan.quantified.append(Quantified(path: intern(path), root: 0, views: []))
    scope = index
    scopedViews = []
    let root = try node(body)
    scope = nil
    plan.quantified[index].root = root
    plan.quantified[index].views = scopedViews
    quantifiedIndex[text] = index
    return intern(.any(index))
  }

  mutating func intern(_ node: Node) -> Int {
    if let index = nodeIndex[node] { return index }
    let index = plan.nodes.count
    plan.nodes.append(node)
    costs.append(cost(node))
    nodeIndex[node] = index
    // What is compiled later changes no number of what was compiled before.
    for _ in 0..<plan.partsBehind(node) {
      plan.nodes.append(.constant(false))
      costs.append(0)
    }
    return index
  }

  private mutating func intern(_ numeric: Numeric) -> Int {
    if let index = numericIndex[numeric] { return index }
    plan.numerics.append(numeric)
    numericIndex[numeric] = plan.numerics.count - 1
    return plan.numerics.count - 1
  }

  private mutating func intern(_ track: Track) -> Int {
    if let index = trackIndex[track] { return index }
    plan.tracks.append(track)
    trackIndex[track] = plan.tracks.count - 1
    return plan.tracks.count - 1
  }

  mutating func intern(_ path: PropertyPath) -> Int {
    if let index = pathIndex[path] { return index }
    plan.paths.append(path)
    pathIndex[path] = plan.paths.count - 1
    return plan.paths.count - 1
  }

  private mutating func intern(_ window: Window?) -> Int {
    if let index = windowIndex[window] { return index }
    plan.windows.append(window)
    windowIndex[window] = plan.windows.count - 1
    return plan.windows.count - 1
  }
}
