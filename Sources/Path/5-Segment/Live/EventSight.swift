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

  /// By part: the node of the plan that is asked.
  private let nodes: [Int]
  /// By part: the tracks one of which must have the event; `nil` where filters do not tell.
  private let filtered: [[FilteredTrack]?]
  /// By part: which special events it sees.
  private let special: [UInt8]
  /// By name of the plan, then by part: whether it sees events of that name.
  private let named: [[Bool]]
  /// By name of the plan + 1: the segments that may see such an event; 0 for all other names.
  private let segmentsOfName: [[Int]]
  /// Segments that see identify calls.
  private let segmentsOfTraits: [Int]
  /// Keys of the paths whose numbers count for nodes that compare sums.
  package let summedPaths: [String]
  /// By part that compares a sum: index in `summedPaths`; -1 for others.
  private let summedPathOfNode: [Int]
  /// By part: how sums are counted; `nil` for parts that count events.
  private let budgets: [SumBudget?]
  private let planNames: [String: Int]
  private let watchedPaths: Set<String>
  /// By name code: name of the plan + 1; 0 for other names.
  private var nameIndices: [UInt32] = []

  /// The sight of a plan, before any name is known.
  package init(_ plan: Plan) {
    let sources = NodeSources(plan)
    let parts = WatchedParts(plan)
    nodes = parts.nodes
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

  /// Learns names that came since.
  package mutating func learn(_ vocabulary: Vocabulary) {
    for code in nameIndices.count..<vocabulary.names.count {
      let index = planNames[vocabulary.names.string(UInt32(code))]
      nameIndices.append(index.map { UInt32($0 + 1) } ?? 0)
    }
  }

  /// Whether some `any` goes through values.
  package var watchesPaths: Bool { !watchedPaths.isEmpty }

  /// Whether an `any` goes through the values of a path, given by `PropertyPath.key`.
  package func isWatched(key: String) -> Bool { watchedPaths.contains(key) }

  /// The segments that an event may concern.
  package func segments(name: UInt32, _ traits: Traits) -> [Int] {
    if traits.contains(.isIdentify) { return segmentsOfTraits }
    return traits.contains(.isRow) ? segmentsOfName[Int(nameIndices[Int(name)])] : []
  }

  /// How much of a part's patience an event uses up that the part sees.
  ///
  /// - Parameters:
  ///   - isTrue: The part's answer.
  ///   - number: Gives the number of the event at a path, by index in `summedPaths`; NaN without
  ///     one.
  @inline(__always)
  package func cost(_ part: UInt32, isTrue: Bool, _ number: (Int) -> Double) -> UInt32 {
    let path = summedPathOfNode[Int(part)]
    if path < 0 { return 1 }
    return budgets[Int(part)]?.cost(of: number(path), isTrue: isTrue) ?? 1
  }

  /// The node of the plan that is asked when a part has seen what it waited for.
  @inline(__always)
  package func node(ofPart part: UInt32) -> Int { nodes[Int(part)] }

  /// Whether filters keep a part from seeing an event of a name that it sees.
  ///
  /// - Parameter passes: Whether the event passes the filter of a track.
  @inline(__always)
  package func isFiltered(_ part: UInt32, name: UInt32, _ passes: (Int) -> Bool) -> Bool {
    guard let tracks = filtered[Int(part)] else { return false }
    let index = nameIndices[Int(name)]
    return !tracks.contains { ($0.name == 0 || $0.name == index) && passes($0.index) }
  }

  /// Whether a part sees an event.
  @inline(__always)
  package func sees(_ part: UInt32, name: UInt32, _ traits: Traits) -> Bool {
    if special[Int(part)] & traits.rawValue != 0 { return true }
    if !traits.contains(.isRow) { return false }
    let index = nameIndices[Int(name)]
    return index != 0 && named[Int(index) &- 1][Int(part)]
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
