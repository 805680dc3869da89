import StarlingColumns
import StarlingModel
import StarlingTimeline

/// What of a person each node of a plan reads, in the codes of a vocabulary.
package struct NodeNeeds: Sendable {
  /// By node: the names it reads, before they are known by their codes; `nil` = all.
  private let names: [[String]?]
  /// By node.
  private var projections: [PersonProjection]
  /// The tracks that each node looks at, ascending: those of node `n` are
  /// `trackStarts[n]..<trackStarts[n + 1]`.
  private let trackList: [Int]
  private let trackStarts: [Int]
  private let pathKeys: Set<String>
  private let pageNames: [String]
  /// By path code: whether some node reads it.
  package private(set) var paths: [Bool] = []
  private var knownNames = -1

  /// What the nodes of a plan need, before any name is known.
  package init(_ plan: Plan) {
    let sources = NodeSources(plan).ofNode
    names = sources.map { $0.seesAll || !$0.paths.isEmpty ? nil : $0.names.sorted() }
    projections = sources.map { source in
      var projection = PersonProjection()
      projection.hasOrder =
        source.seesAll || source.seesSessionStarts || !source.paths.isEmpty
      projection.hasTraits = source.seesTraits
      if source.seesAll || !source.paths.isEmpty { projection.names = nil }
      return projection
    }
    var tracks: [Int] = []
    var starts = [0]
    for node in plan.nodes.indices {
      tracks += plan.tracks(of: node)
      starts.append(tracks.count)
    }
    trackList = tracks
    trackStarts = starts
    pathKeys = plan.readPathKeys
    pageNames = plan.settings.sessionPages
  }

  /// Learns names and paths that came since.
  package mutating func learn(_ vocabulary: Vocabulary) {
    for code in paths.count..<vocabulary.paths.count {
      paths.append(pathKeys.contains(vocabulary.paths.string(UInt32(code))))
    }
    if knownNames == vocabulary.names.count { return }
    knownNames = vocabulary.names.count
    let pageCodes = pageNames.compactMap { vocabulary.code(ofName: $0) }
    for node in projections.indices { projections[node].pageNames = pageCodes }
    for (node, names) in names.enumerated() {
      guard let names else { continue }
      projections[node].names = names.compactMap { vocabulary.code(ofName: $0) }.sorted()
    }
    whole = PersonProjection()
    for projection in projections { whole.formUnion(projection) }
  }

  /// What all nodes together read of a person.
  package private(set) var whole = PersonProjection()

  /// What a node reads of a person.
  package func projection(_ node: Int) -> PersonProjection { projections[node] }

  /// The tracks that a node looks at, each once.
  package func tracks(_ node: Int) -> [Int] {
    Array(trackList[trackStarts[node]..<trackStarts[node + 1]])
  }

  /// Calls `body` with the tracks that a node looks at, each once.
  @inline(__always)
  func forEachTrack(of node: Int, _ body: (Int) -> Void) {
    for place in trackStarts[node]..<trackStarts[node + 1] { body(trackList[place]) }
  }
}

extension Plan {
  /// The keys of all paths that nodes and filters read.
  fileprivate var readPathKeys: Set<String> {
    var keys = Set(paths.map(\.key))
    for track in tracks where track.source != .session {
      for path in track.filter?.paths ?? [] { keys.insert(path.key) }
    }
    return keys
  }
}
