import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// A plan tied to a timeline's vocabulary: codes for names and paths, and every condition on a
/// single value decided once for each different value.
///
/// Immutable and shared by all threads. When the vocabulary grows, a new binding is made.
package struct Binding: Sendable {
  /// What is bound.
  package let plan: Plan
  let vocabulary: Vocabulary
  let tracks: [BoundTrack]
  /// By test, then by value code of the test's path.
  let tests: [ValueSet]
  /// Stands for a name or path that no event has.
  static let unknown = UInt32.max

  /// By path of the plan: its code; `nil` when no event has it.
  let paths: [UInt32?]
  /// `paths` with `unknown` for `nil`.
  let pathCodes: [UInt32]
  /// By path of the plan: the numbers behind its value codes; empty where none are read.
  let numbers: [NumberTable]
  /// By path of the plan: the instants that its values name; empty where none are read.
  let instants: [[Int64?]]
  /// By `any` of the plan: the values that it sees behind each value code of its path.
  let elements: [ElementTable]
  /// Whether each person is on each list of the plan; by list, then bits by person.
  let lists: [[UInt64]]
  /// Whether some question is about `*`, or about any value.
  let readsAll: Bool
  /// Paths of the plan that a question about `*` reads.
  let wholePaths: Set<Int>
  /// In tiles with more event names than this, `*` is read in the order of all rows: `WholeRows`.
  let namesMax: Int

  /// Binds a plan to what the timeline knows.
  ///
  /// - Parameters:
  ///   - lists: People on each uploaded list by its name; unknown people are passed over.
  ///   - namesMax: From more event names in a tile on, `*` is read in another way; changes no
  ///     answer. Measured: at 24 names both take about the same time.
  package init(
    _ plan: Plan, _ timeline: Timeline, lists: [String: [String]] = [:], namesMax: Int = 24
  ) {
    self.plan = plan
    self.namesMax = namesMax
    wholePaths = plan.wholePaths
    readsAll = !plan.quantified.isEmpty || plan.tracks.contains { $0.source == .all }
    let vocabulary = timeline.vocabulary
    self.vocabulary = vocabulary
    tracks = plan.tracks.map { BoundTrack($0, vocabulary) }
    tests = plan.tests.map { ValueSet($0.expression, path: $0.path, vocabulary) }
    let paths = plan.paths.map { vocabulary.code(of: $0) }
    self.paths = paths
    pathCodes = paths.map { $0 ?? Self.unknown }
    let numberPaths = plan.numberPaths
    numbers = paths.indices.map { index in
      guard numberPaths.contains(index), let code = paths[index] else { return NumberTable() }
      return NumberTable(vocabulary.values[Int(code)])
    }
    let instantPaths = plan.instantPaths
    instants = paths.indices.map { index in
      guard instantPaths.contains(index), let code = paths[index] else { return [] }
      let table = vocabulary.values[Int(code)]
      return (0..<UInt32(table.count)).map { code in
        table.value(code)?.string.flatMap(TraitInstant.parse)
      }
    }
    elements = plan.quantified.map { quantified in
      ElementTable(paths[quantified.path].map { vocabulary.values[Int($0)] })
    }
    self.lists = plan.lists.map { name in
      var words = [UInt64](repeating: 0, count: Bits.words(timeline.places))
      for identifier in lists[name] ?? [] {
        guard let person = timeline.person(named: identifier) else { continue }
        words[person >> 6] |= 1 << UInt64(person & 63)
      }
      return words
    }
  }
}

/// For each value code of a path whether a condition holds.
struct ValueSet: Sendable {
  /// Path code; `nil` when no event has the path, so that only absence can be met.
  let path: UInt32?
  /// Shape: one entry per code; entry 0 is the answer for absence.
  let holds: [Bool]

  init(_ expression: Expression, path: PropertyPath, _ vocabulary: Vocabulary) {
    let evaluator = ScalarEvaluator(for: expression)
    self.path = vocabulary.code(of: path)
    guard let code = self.path else {
      holds = [evaluator.truth(expression) { _ in nil }]
      return
    }
    let table = vocabulary.values[Int(code)]
    holds = (0..<UInt32(table.count)).map { code in
      let value = table.value(code)
      return evaluator.truth(expression) { _ in value }
    }
  }
}

/// The values that `any` sees behind each value code of a path: those of a list, else itself.
struct ElementTable: Sendable {
  /// Shape: codes + 1 entries: code `c` stands for `codes[starts[c]..<starts[c + 1]]`.
  private var starts: [UInt32] = [0]
  private var codes: [UInt32] = []

  /// The elements of a table's values; of none when no event has the path.
  init(_ table: ValueTable?) {
    guard let table else { return }
    for code in 0..<UInt32(table.count) {
      codes += table.elements(code)
      starts.append(UInt32(codes.count))
    }
  }

  /// The elements behind a code.
  subscript(code: UInt32) -> ArraySlice<UInt32> {
    codes[Int(starts[Int(code)])..<Int(starts[Int(code) + 1])]
  }
}

/// The numbers of a path by value code, and how many of them plain doubles add up exactly.
struct NumberTable: Sendable {
  /// Shape: one entry per code; NaN where the value is no number.
  let numbers: [Double]
  /// Sums of at most so many of the numbers are exact in any order.
  ///
  /// All numbers are multiples of one power of two q and none is larger than m; a sum of n of them
  /// is a multiple of q below n * m and so exact while n * m / q <= 2^53.
  let exactCount: Int
  /// Whether none of the numbers is below 0, so that a sum cannot grow by losing some.
  let isNonNegative: Bool
  /// Whether none of the numbers is infinite.
  let isFinite: Bool
  /// `numbers` with 0 where there is none.
  let addends: [Double]

  /// No numbers at all.
  init() {
    isFinite = true
    numbers = []
    addends = []
    exactCount = 0
    isNonNegative = true
  }

  init(_ table: ValueTable) {
    numbers = (0..<UInt32(table.count)).map { table.number($0) ?? .nan }
    addends = numbers.map { $0 == $0 ? $0 : 0 }
    isNonNegative = !numbers.contains { $0 < 0 }
    isFinite = !numbers.contains { $0.isInfinite }
    var largest = 0.0
    var lowestBit = 0
    for number in numbers where number == number && number != 0 {
      largest = max(largest, number.magnitude)
      let trailing = number.significandBitPattern.trailingZeroBitCount
      let unit = Int(number.exponent) - 52 + min(52, trailing)
      lowestBit = min(lowestBit, unit)
    }
    let room =
      largest == 0 ? 9e15 : Double(sign: .plus, exponent: 53 + lowestBit, significand: 1) / largest
    exactCount = room.isFinite && room >= 0 ? Int(min(room, 9e15)) : 0
  }
}

/// A track tied to the vocabulary.
struct BoundTrack: Sendable {
  /// What a filter needs to know to be decided.
  enum Filter: Sendable {
    case none
    /// The same answer for every event.
    case constant(Bool)
    /// Decided by the value of one path.
    case value(ValueSet)
    /// Decided row by row.
    case rows(Expression)
  }

  let track: Track
  /// Name code; `nil` for other sources and for names that no event has.
  let name: UInt32?
  let filter: Filter

  init(_ track: Track, _ vocabulary: Vocabulary) {
    self.track = track
    if case .named(let name) = track.source {
      self.name = vocabulary.code(ofName: name)
    } else {
      name = nil
    }
    guard let expression = track.filter else {
      filter = .none
      return
    }
    if track.source == .session {
      filter = .rows(expression)
      return
    }
    let paths = expression.paths
    if paths.count > 1 {
      filter = .rows(expression)
    } else if let path = paths.first {
      let set = ValueSet(expression, path: path, vocabulary)
      filter = set.path == nil ? .constant(set.holds[0]) : .value(set)
    } else {
      filter = .constant(ScalarEvaluator(for: expression).truth(expression) { _ in nil })
    }
  }
}

extension Expression {
  /// The different property paths of a filter.
  var paths: Set<PropertyPath> {
    switch kind {
    case .path(let path), .existsPath(let path): [path]
    case .and(let operands), .or(let operands):
      operands.reduce(into: []) { $0.formUnion($1.paths) }
    case .not(let operand), .negative(let operand), .isIn(let operand, _, _),
      .text(let operand, _, _):
      operand.paths
    case .comparison(let left, _, let right), .arithmetic(let left, _, let right):
      left.paths.union(right.paths)
    default: []
    }
  }
}

extension Plan {
  /// Paths of events or traits that numbers are read from.
  fileprivate var numberPaths: Set<Int> {
    var paths: Set<Int> = []
    for numeric in numerics {
      switch numeric {
      case .aggregate(_, _, let path?): paths.insert(path)
      case .operand(let operand): paths.insert(operand.path)
      default: break
      }
    }
    return paths
  }

  /// Paths of events of any name that values are read from.
  fileprivate var wholePaths: Set<Int> {
    var paths = Set(quantified.map(\.path))
    func add(_ view: View, _ path: Int) {
      if tracks[view.track].source == .all { paths.insert(path) }
    }
    func add(_ operand: Operand) {
      switch operand {
      case .trait: break
      case .first(let view, let path), .last(let view, let path): add(view, path)
      }
    }
    for numeric in numerics {
      switch numeric {
      case .aggregate(_, let view, let path?): add(view, path)
      case .operand(let operand): add(operand)
      default: break
      }
    }
    for node in nodes {
      switch node {
      case .test(let operand, _): add(operand)
      case .equal(let left, let right, _):
        add(left)
        add(right)
      default: break
      }
    }
    return paths
  }

  /// Paths of traits whose values name instants.
  fileprivate var instantPaths: Set<Int> {
    var paths: Set<Int> = []
    for case .elapsed(.sinceTraitInstant(let path), _, _) in nodes { paths.insert(path) }
    return paths
  }
}
