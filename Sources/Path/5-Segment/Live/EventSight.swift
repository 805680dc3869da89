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
  private struct FilteredTrack: BitwiseCopyable {
    var index: Int
    /// Name of the plan + 1; 0 = events of all names.
    var name: UInt32
  }

  /// What keeps a part from seeing events of names that it sees.
  private enum Sieve: UInt8, BitwiseCopyable {
    case none
    /// One of some tracks must have the event.
    case tracks
    /// The condition of an `any` must see the name; it is false without such events.
    case names
  }

  /// What an event that comes late means for an answer that a part decides alone.
  package enum Lateness: UInt8, BitwiseCopyable, Sendable {
    /// What is waited for says nothing of late events.
    case unknown
    /// The part must be asked when it sees the event.
    case asked
    /// What is waited for holds whatever the order in which events come.
    case counted
  }

  /// What is asked of a part at each event, in one place.
  private struct Part: BitwiseCopyable {
    /// The node of the plan that is asked.
    var node: Int32
    /// Index in `summedPaths` of a part that compares a sum; -1 for others.
    var summedPath: Int32
    /// The place of what `sieve` needs: `tracks` or `namesInAny`.
    var sieveStart: Int32
    var sieveEnd: Int32
    /// Which special events it sees.
    var special: UInt8
    var sieve: Sieve
    var waitsForTime: Bool
    var waitsForValue: Bool
    /// When its answer is true, and when it is false.
    var lateIfTrue: Lateness
    var lateIfFalse: Lateness
  }

  // What never changes, in one place that is shared.
  private final class Tables: Sendable {
    private let partList: [Part]
    private let trackList: [FilteredTrack]
    private let inAnyList: [Bool]
    private let namedList: [Bool]
    let parts: ArrayView<Part>
    let tracks: ArrayView<FilteredTrack>
    /// By name of the plan + 1, from `Part.sieveStart` on.
    let namesInAny: ArrayView<Bool>
    /// By name of the plan, then by part: whether it sees events of that name.
    let named: ArrayView<Bool>
    /// By name of the plan + 1: the segments that may see such an event; 0 for all other names.
    let segmentsOfName: [[Int]]
    /// Segments that see identify calls.
    let segmentsOfTraits: [Int]
    /// Keys of the paths whose numbers count for nodes that compare sums.
    let summedPaths: [String]
    /// By part: how sums are counted; `nil` for parts that count events.
    let budgets: [SumBudget?]
    let planNames: [String: Int]
    let watchedPaths: Set<String>

    init(_ plan: Plan) {
      let sources = NodeSources(plan)
      let parts = WatchedParts(plan)
      let names = parts.sources.reduce(into: Set<String>()) { $0.formUnion($1.names) }.sorted()
      let budgets = parts.nodes.indices.map {
        $0 < plan.nodes.count ? SumBudget(plan, $0) : nil
      }
      let summed = Set(budgets.compactMap { $0?.pathKey }).sorted()
      self.budgets = budgets
      summedPaths = summed
      var sieves = Sieves(names: names)
      partList = parts.nodes.indices.map { part in
        let (sieve, range) = sieves.add(part, parts, plan)
        let late = plan.lateness(part, parts)
        return Part(
          node: Int32(parts.nodes[part]),
          summedPath: Int32(budgets[part].flatMap { summed.firstIndex(of: $0.pathKey) } ?? -1),
          sieveStart: Int32(range.lowerBound), sieveEnd: Int32(range.upperBound),
          special: parts.sources[part].special, sieve: sieve,
          waitsForTime: parts.waitsForTime[part], waitsForValue: parts.valued[part] >= 0,
          lateIfTrue: late.ifTrue, lateIfFalse: late.ifFalse)
      }
      trackList = sieves.tracks
      inAnyList = sieves.namesInAny
      namedList = names.flatMap { name in parts.sources.map { $0.names.contains(name) } }
      self.parts = ArrayView(partList)
      tracks = ArrayView(trackList)
      namesInAny = ArrayView(inAnyList)
      named = ArrayView(namedList)
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
      watchedPaths = Set(plan.quantified.map { plan.paths[$0.path].key })
    }
  }

  /// Builds what keeps parts from seeing events.
  private struct Sieves {
    let names: [String]
    var tracks: [FilteredTrack] = []
    var namesInAny: [Bool] = []

    mutating func add(
      _ part: Int, _ parts: WatchedParts, _ plan: Plan
    ) -> (Sieve, Range<Int>) {
      if let filtered = parts.tracks[part] {
        let start = tracks.count
        for track in filtered {
          var name: UInt32 = 0
          if case .named(let text) = plan.tracks[track].source,
            let index = names.firstIndex(of: text)
          {
            name = UInt32(index + 1)
          }
          tracks.append(FilteredTrack(index: track, name: name))
        }
        return (.tracks, start..<tracks.count)
      }
      guard case .any(let index) = plan.nodes[parts.nodes[part]],
        let inside = plan.namesSeen(inAny: index)
      else { return (.none, 0..<0) }
      let start = namesInAny.count
      namesInAny.append(false)
      namesInAny += names.map { inside.contains($0) }
      return (.names, start..<namesInAny.count)
    }
  }

  private let tables: Tables
  // What `tables` holds, here too: going through a reference for each of them counts it.
  private let parts: ArrayView<Part>
  private let tracks: ArrayView<FilteredTrack>
  private let namesInAny: ArrayView<Bool>
  private let named: ArrayView<Bool>
  /// By name code: name of the plan + 1; 0 for other names.
  private var nameIndices: [UInt32] = []

  /// The sight of a plan, before any name is known.
  package init(_ plan: Plan) {
    tables = Tables(plan)
    parts = tables.parts
    tracks = tables.tracks
    namesInAny = tables.namesInAny
    named = tables.named
  }

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
    let path = Int(parts[Int(part)].summedPath)
    if path < 0 { return 1 }
    return tables.budgets[Int(part)]?.cost(of: number(path), isTrue: isTrue) ?? 1
  }

  /// The instant before which no event counts for a part whose `Watch.patience` is that.
  /// Unit: ms since 1970 UTC.
  @inline(__always)
  package func start(_ part: UInt32, patience: UInt32) -> Int64? {
    parts[Int(part)].waitsForTime ? Int64(patience) * 1_000 : nil
  }

  /// Whether only events with a value can change a part, whose code `Watch.patience` is.
  @inline(__always)
  package func waitsForValue(_ part: UInt32) -> Bool { parts[Int(part)].waitsForValue }

  /// What a late event means for an answer that a part decides alone.
  @inline(__always)
  package func lateness(_ part: UInt32, isTrue: Bool) -> Lateness {
    let part = parts[Int(part)]
    return isTrue ? part.lateIfTrue : part.lateIfFalse
  }

  /// The node of the plan that is asked when a part has seen what it waited for.
  @inline(__always)
  package func node(ofPart part: UInt32) -> Int { Int(parts[Int(part)].node) }

  /// Whether filters keep a part from seeing an event of a name that it sees.
  ///
  /// - Parameter passes: Whether the event passes the filter of a track.
  @inline(__always)
  package func isFiltered(_ part: UInt32, name: UInt32, _ passes: (Int) -> Bool) -> Bool {
    let part = parts[Int(part)]
    if part.sieve == .none { return false }
    let index = nameIndices[Int(name)]
    if part.sieve == .names { return !namesInAny[Int(part.sieveStart) &+ Int(index)] }
    for place in Int(part.sieveStart)..<Int(part.sieveEnd) {
      let track = tracks[place]
      if (track.name == 0 || track.name == index) && passes(track.index) { return false }
    }
    return true
  }

  /// Whether a part sees an event.
  @inline(__always)
  package func sees(_ part: UInt32, name: UInt32, _ traits: Traits) -> Bool {
    if parts[Int(part)].special & traits.rawValue != 0 { return true }
    if !traits.contains(.isRow) { return false }
    let index = nameIndices[Int(name)]
    return index != 0 && named[(Int(index) &- 1) &* parts.count &+ Int(part)]
  }
}

extension Plan {
  fileprivate func lateness(
    _ part: Int, _ parts: WatchedParts
  ) -> (ifTrue: EventSight.Lateness, ifFalse: EventSight.Lateness) {
    if parts.valued[part] >= 0 { return (.counted, .unknown) }
    if parts.nodes[part] != part { return (.unknown, .unknown) }
    let lateness: EventSight.Lateness = isOrderFree(part) ? .counted : .asked
    // A false one is asked of the values of the latest events alone.
    return (lateness, nodes[part].quantified == nil ? lateness : .unknown)
  }

  /// Whether what is waited for of a node holds whatever the order in which events come: rows are
  /// counted, and none of them takes another one away.
  private func isOrderFree(_ node: Int) -> Bool {
    switch nodes[node] {
    case .and(let range), .or(let range):
      operands[range.start..<range.end].allSatisfy { isOrderFree($0) }
    case .not(let operand): isOrderFree(operand)
    case .any(let index): isOrderFree(quantified[index].root)
    // A late event can make two sessions one.
    case .count(let view, _, _), .elapsed(.sinceLast(let view), _, _):
      tracks[view.track].source != .session
    // It can come between two steps, where nothing may be.
    case .chain: false
    // Of others the next event is waited for, if any.
    case .constant, .list, .compare, .percentile, .test, .equal, .elapsed: true
    }
  }

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
