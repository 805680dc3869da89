import StarlingColumns
import StarlingTimeline

/// Which events each node of a plan can see.
struct NodeSources {
  /// By node.
  let ofNode: [Sources]
  /// By segment.
  let ofSegment: [Sources]
  /// By percentile: what its number sees.
  let ofPercentile: [Sources]
  /// By `any`: what its condition sees whatever the value.
  let aroundAny: [Sources]

  init(_ plan: Plan) {
    ofNode = plan.nodes.indices.map { plan.sources(of: $0) }
    ofSegment = plan.segments.map { plan.sources(of: $0.root) }
    aroundAny = plan.quantified.indices.map { plan.sources(aroundAny: $0) }
    ofPercentile = plan.percentiles.map { plan.sources(ofNumber: $0.numeric) }
  }
}

/// Which nodes and segments an event of a tile can change, by what it is.
struct Audience {
  /// What sees an event: views that are good while the audience is held.
  struct Seen: BitwiseCopyable {
    var nodes: ArrayView<Int>
    var segments: ArrayView<Int>
    /// Every `any` whose condition sees the event whatever the value.
    var anys: ArrayView<Int>
    /// By percentile: whether its number sees the event.
    var percentiles: ArrayView<Bool>
  }

  private struct Lists {
    var nodes: [Int]
    var segments: [Int]
    var anys: [Int]
    var percentiles: [Bool]

    var view: Seen {
      Seen(
        nodes: ArrayView(nodes), segments: ArrayView(segments), anys: ArrayView(anys),
        percentiles: ArrayView(percentiles))
    }
  }

  /// By index in `Tile.postings`, then that of identify calls.
  private let lists: [Lists]
  private let seen: [Seen]
  /// By index in `Tile.postings`.
  let ofPosting: ArrayView<Seen>
  /// Of identify calls.
  let ofTraits: Seen

  init(_ sources: NodeSources, _ binding: Binding, _ tile: Tile) {
    let byPosting = tile.names.indices.map { posting in
      let name = binding.vocabulary.names.string(tile.names[posting])
      return Self.seen(sources) { source in
        source.seesAll || source.seesSessionStarts || source.names.contains(name)
          || source.paths.contains { path in
            tile.postings[posting].view(of: binding.pathCodes[path]).exists
          }
      }
    }
    lists = byPosting + [Self.seen(sources, where: \.seesTraits)]
    seen = lists.map(\.view)
    ofPosting = ArrayView(seen)
    ofTraits = seen[seen.count - 1]
  }

  private static func seen(_ sources: NodeSources, where sees: (Sources) -> Bool) -> Lists {
    Lists(
      nodes: sources.ofNode.indices.filter { sees(sources.ofNode[$0]) },
      segments: sources.ofSegment.indices.filter { sees(sources.ofSegment[$0]) },
      anys: sources.aroundAny.indices.filter { sees(sources.aroundAny[$0]) },
      percentiles: sources.ofPercentile.map(sees))
  }
}
