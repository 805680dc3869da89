import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// A plan tied to a timeline's vocabulary: codes for names and paths, and every condition on a
/// single value decided once for each different value.
///
/// 1. Names and paths of the plan become codes; what no event has becomes `unknown`.
/// 2. Each test of a value, and each filter over one path, is a table of booleans by value code
///    (`ValueSet`); filters over several paths stay expressions, decided by row in each tile.
/// 3. Numbers and instants are looked up by value code (`NumberTable`), elements of lists likewise.
///
/// Complexity: O(different values) for each condition, whatever the number of events.
///
/// Shared by all threads while nobody changes it. When the vocabulary grows it is extended
/// (`Binding+Growth`) or made anew.
package struct Binding: Sendable {
  /// What is bound.
  package let plan: Plan
  var vocabulary: Vocabulary
  var tracks: [BoundTrack]
  /// By test, then by value code of the test's path.
  var tests: [ValueSet]
  /// Stands for a name or path that no event has.
  static let unknown = UInt32.max

  /// By path of the plan: its code; `nil` when no event has it.
  let paths: [UInt32?]
  /// By path of the plan: whether it is that of a trait whose first value counts.
  let keepsFirst: [Bool]
  /// `paths` with `unknown` for `nil`.
  let pathCodes: [UInt32]
  /// By path of the plan: the numbers behind its value codes; empty where none are read.
  var numbers: [NumberTable]
  /// By path of the plan: the instants that its values name; empty where none are read.
  var instants: [[Int64?]]
  /// By `any` of the plan: the values that it sees behind each value code of its path.
  var elements: [ElementTable]
  /// Whether each person is on each list of the plan; by list, then bits by person.
  var lists: [[UInt64]]
  /// Codes of the names whose events count as pages of a session, as far as they are known.
  var pageNames: [UInt32] { plan.settings.sessionPages.compactMap { vocabulary.code(ofName: $0) } }
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
  ///     answer.
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
    keepsFirst = plan.paths.map(\.keepsFirst)
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
