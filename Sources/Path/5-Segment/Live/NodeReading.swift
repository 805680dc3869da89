import StarlingTimeline

/// What several nodes of a plan read of a person, gathered in memory that is used again.
package struct NodeReading {
  /// The tracks that the nodes look at, each once.
  package private(set) var tracks: [Int] = []
  private var nodes: [Int] = []
  /// By track: whether it is in `tracks`.
  private var hasTrack: [Bool] = []

  /// Reads nothing.
  package init() {}

  /// Forgets all nodes.
  package mutating func begin() {
    for track in tracks { hasTrack[track] = false }
    tracks.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
  }

  /// Adds what a node reads.
  package mutating func add(_ node: Int, _ needs: borrowing NodeNeeds) {
    needs.forEachTrack(of: node) { track in
      while hasTrack.count <= track { hasTrack.append(false) }
      if hasTrack[track] { return }
      hasTrack[track] = true
      tracks.append(track)
    }
    nodes.append(node)
  }

  /// What of the person the nodes read.
  package func projection(_ needs: borrowing NodeNeeds) -> PersonProjection {
    var all = PersonProjection()
    for node in nodes { all.formUnion(needs.projection(node)) }
    return all
  }
}
