import StarlingTimeline

/// What several nodes of a plan read of a person, gathered in memory that is used again.
package struct NodeReading {
  /// The tracks that the nodes look at, each once.
  package private(set) var tracks: [Int] = []
  /// What of the person the nodes read.
  package private(set) var projection = PersonProjection()
  /// By track: whether it is in `tracks`.
  private var hasTrack: [Bool] = []
  private var nodes = 0

  /// Reads nothing.
  package init() {}

  /// Forgets all nodes.
  package mutating func begin() {
    for track in tracks { hasTrack[track] = false }
    tracks.removeAll(keepingCapacity: true)
    nodes = 0
  }

  /// Adds what a node reads.
  package mutating func add(_ node: Int, _ needs: borrowing NodeNeeds) {
    for track in needs.tracks(node) {
      while hasTrack.count <= track { hasTrack.append(false) }
      if hasTrack[track] { continue }
      hasTrack[track] = true
      tracks.append(track)
    }
    if nodes == 0 {
      projection = needs.projection(node)
    } else {
      projection.formUnion(needs.projection(node))
    }
    nodes += 1
  }
}
