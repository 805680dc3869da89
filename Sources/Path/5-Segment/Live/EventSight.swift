import StarlingColumns
import StarlingModel
import StarlingTimeline

/// What can see an event, by its name and by what it carries: whom a new event concerns.
///
/// Parts (`WatchedParts`) have flags; names that the plan knows have a bit for each part. Names
/// that it does not know share one row, in which only parts about `*` are.
package struct EventSight: Sendable {
  /// What is special about an event.
  package struct Traits: OptionSet, BitwiseCopyable, Sendable {
    /// One bit for each trait.
    package let rawValue: UInt8

    /// The traits of bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// It is a track, page or screen event.
    package static let isRow = Traits(rawValue: 1)
    /// A session starts with it.
    package static let startsSession = Traits(rawValue: 2)
    /// It has a property whose values an `any` goes through.
    package static let hasWatchedPath = Traits(rawValue: 4)
    /// It is an identify call.
    package static let isIdentify = Traits(rawValue: 8)
  }

  /// A track whose rows must pass a filter.
  private struct FilteredTrack: Sendable {
    var index: Int
    /// Name of the plan + 1; 0 = events of all names.
    var name: UInt32
  }

  /// What never changes. In one place that is shared, so that reading it counts no references.
  private final class Tables: Sendable {
    /// By part: the node of the plan that is asked.
    let nodes: [Int]
    /// By part: whether it waits for an instant.
    let waitsForTime: [Bool]
    /// By part: whether it waits for events with a value.
    let waitsForValue: [Bool]
    /// By part that is an `any`: by name of the plan + 1, whether its condition sees such events
    /// and is false without any; `nil` elsewhere.
    let namesInAny: [[Bool]?]
    /// By part: the tracks one of which must have the event; `nil` where filters do not tell.
    let filtered: [[FilteredTrack]?]
    /// By part: which special events it sees.
    let special: [UInt8]
    /// By name of the plan, then by part: whether it sees events of that name.
    let named: [[Bool]]
    /// By name of the plan + 1: the segments that may see such an event; 0 for all other names.
    let segmentsOfName: [[Int]]
    /// Segments that see identify calls.
    let segmentsOfTraits: [Int]
    /// Keys of the paths whose numbers count for nodes that compare sums.
    let summedPaths: [String]
    /// By part that compares a sum: index in `summedPaths`; -1 for others.
    let summedPathOfNode: [Int]
    /// By part: how sums are counted; `nil` for parts that count events.
    let budgets: [SumBudget?]
    let planNames: [String: Int]
    let watchedPaths: Set<String>

    init(_ plan: Plan) {
      let sources = NodeSources(plan)
      let parts = WatchedParts(plan)
      nodes = parts.nodes
      waitsForTime = parts.waitsForTime
      waitsForValue = parts.valued.map { $0 >= 0 }
      special = parts.sources.map(\.special)
      let names = parts.sources.reduce(into: Set<String>()) { $0.formUnion($1.names) }.sorted()
      named = names.map { name in parts.sources.map { $0.names.contains(name) } }
      filtered = parts.tracks.map { tracks in
        tracks?.map { track in
          guard case .named(let name) = plan.tracks[track].source,
            let index = names.firstIndex(of: name)
          else { return FilteredTrack(index: track, name: 0) }
          return FilteredTrack(index: track, name: UInt32(index + 1))
        }
      }
      namesInAny = parts.nodes.map { node in
        guard case .any(let index) = plan.nodes[node], let inside = plan.namesSeen(inAny: index)
        else { return nil }
        return [false] + names.map { inside.contains($0) }
      }
      planNames = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
      let anySegments = plan.segments.indices.filter { index in
        let source = sources.ofSegment[index]
        return source.seesAll || source.seesSessionStarts || !source.paths.isEmpty
      }
      segmentsOfName =
        [anySegments]
        + names.map { name in
          plan.segments.indices.filter { index in
            anySegments.contains(index) || sources.ofSegment[index].names.contains(name)
          }
        }
      segmentsOfTraits = plan.segments.indices.filter { sources.ofSegment[$0].seesTraits }
      budgets = nodes.indices.map { $0 < plan.nodes.count ? SumBudget(plan, $0) : nil }
      let summed = Set(budgets.compactMap { $0?.pathKey }).sorted()
      summedPaths = summed
      summedPathOfNode = budgets.map { budget in
        budget.flatMap { summed.firstIndex(of: $0.pathKey) } ?? -1
      }
      watchedPaths = Set(plan.quantified.map { plan.paths[$0.path].key })
    }
  }

  private let tables: Tables
  /// By name code: name of the plan + 1; 0 for other names.
  private var nameIndices: [UInt32] = []

  /// The sight of a plan, before any name is known.
  package init(_ plan: Plan) { tables = Tables(plan) }

  /// Keys of the paths whose numbers count for nodes that compare sums.
  package var summedPaths: [String] { tables.summedPaths }

  /// Learns names that came since.
  package mutating func learn(_ vocabulary: Vocabulary) {
    for code in nameIndices.count..<vocabulary.names.count {
      let index = tables.planNames[vocabulary.names.string(UInt32(code))]
      nameIndices.append(index.map { UInt32($0 + 1) } ?? 0)
    }
  }

  /// Whether some `any` goes through values.
  package var watchesPaths: Bool { !tables.watchedPaths.isEmpty }

  /// Whether an `any` goes through the values of a path, given by `PropertyPath.key`.
  package func isWatched(key: String) -> Bool { tables.watchedPaths.contains(key) }

  /// The segments that an event may concern.
  package func segments(name: UInt32, _ traits: Traits) -> [Int] {
    if traits.contains(.isIdentify) { return tables.segmentsOfTraits }
    return traits.contains(.isRow) ? tables.segmentsOfName[Int(nameIndices[Int(name)])] : []
  }

  /// How much of a part's patience an event uses up that the part sees.
  ///
  /// - Parameters:
  ///   - isTrue: The part's answer.
  ///   - number: Gives the number of the event at a path, by index in `summedPaths`; NaN without
  ///     one.
  @inline(__always)
  package func cost(_ part: UInt32, isTrue: Bool, _ number: (Int) -> Double) -> UInt32 {
    let path = tables.summedPathOfNode[Int(part)]
    if path < 0 { return 1 }
    return tables.budgets[Int(part)]?.cost(of: number(path), isTrue: isTrue) ?? 1
  }

  /// The instant before which no event counts for a part whose `Watch.patience` is that.
  /// Unit: ms since 1970 UTC.
  @inline(__always)
  package func start(_ part: UInt32, patience: UInt32) -> Int64? {
    tables.waitsForTime[Int(part)] ? Int64(patience) * 1_000 : nil
  }

  /// Whether only events with a value can change a part, whose code `Watch.patience` is.
  @inline(__always)
  package func waitsForValue(_ part: UInt32) -> Bool { tables.waitsForValue[Int(part)] }

  /// The node of the plan that is asked when a part has seen what it waited for.
  @inline(__always)
  package func node(ofPart part: UInt32) -> Int { tables.nodes[Int(part)] }

  /// Whether filters keep a part from seeing an event of a name that it sees.
  ///
  /// - Parameter passes: Whether the event passes the filter of a track.
  @inline(__always)
  package func isFiltered(_ part: UInt32, name: UInt32, _ passes: (Int) -> Bool) -> Bool {
    let index = nameIndices[Int(name)]
    guard let tracks = tables.filtered[Int(part)] else {
      return tables.namesInAny[Int(part)].map { !$0[Int(index)] } ?? false
    }
    return !tracks.contains { ($0.name == 0 || $0.name == index) && passes($0.index) }
  }

  /// Whether a part sees an event.
  @inline(__always)
  package func sees(_ part: UInt32, name: UInt32, _ traits: Traits) -> Bool {
    if tables.special[Int(part)] & traits.rawValue != 0 { return true }
    if !traits.contains(.isRow) { return false }
    let index = nameIndices[Int(name)]
    return index != 0 && tables.named[Int(index) &- 1][Int(part)]
  }
}

extension Plan {
  /// The names whose events can make the condition of an `any` true for a value, or false; `nil`
  /// where those of other names can too, or none at all are needed.
  fileprivate func namesSeen(inAny index: Int) -> Set<String>? {
    guard isByValue(index), isFalseWithoutRows(quantified[index].root) else { return nil }
    var names: Set<String> = []
    for view in quantified[index].views {
      guard case .named(let name) = tracks[view.track].source else { return nil }
      names.insert(name)
    }
    return names
  }

  /// Whether a condition is surely false of a value that no row has.
  private func isFalseWithoutRows(_ node: Int) -> Bool {
    switch nodes[node] {
    case .count(_, let comparator, let constant): !comparator.holds(0, constant)
    case .and(let range):
      operands[range.start..<range.end].contains { isFalseWithoutRows($0) }
    case .or(let range):
      operands[range.start..<range.end].allSatisfy { isFalseWithoutRows($0) }
    default: false
    }
  }
}

extension Sources {
  /// The flags of `EventSight.Traits` that concern a node.
  fileprivate var special: UInt8 {
    var traits: EventSight.Traits = []
    if seesAll { traits.insert(.isRow) }
    if seesSessionStarts { traits.insert(.startsSession) }
    if !paths.isEmpty { traits.insert(.hasWatchedPath) }
    if seesTraits { traits.insert(.isIdentify) }
    return traits.rawValue
  }
}
