import StarlingColumns
import StarlingTimeline

/// A tile laid out for a plan: what each track looks at, in views. Holds the tile.
package struct TileLayout {
  private(set) var tile: Tile
  /// Number of the tile's first person.
  private(set) var firstPerson: Int
  private(set) var columns: TileColumns
  /// By track: indices in `parts`.
  private(set) var partsOfTrack: [Range<Int>] = []
  /// By track: indices in `parts` of its rows by event name, for questions that need no order.
  private(set) var namedPartsOfTrack: [Range<Int>] = []
  /// The tracks that were laid out, in no order; the others see nothing.
  private var laid: [Int] = []
  /// By track: whether it is in `laid`.
  private var isTrackLaid: [Bool] = []
  private(set) var parts: [TilePart] = []
  /// `parts`, once all are there.
  private(set) var part = ArrayView<TilePart>()
  /// By part inside `any`: its marks, and what its rows must pass beside being marked.
  var scopes: [ScopedPart] = []
  /// By part: the filter of a session track; `nil` elsewhere.
  var sessionFilters: [SessionFilter?] = []
  /// What sessions are made of, when some track is about them.
  var sessionRows: SessionRows?
  /// Whether some session track has a filter.
  private(set) var hasSessionFilters = false
  /// Bits that parts have views of.
  var masks: [BitBuffer] = []

  /// A tile without tracks yet.
  init(_ tile: Tile, firstPerson: Int, _ paths: ArrayView<UInt32>, _ binding: Binding) {
    self.tile = tile
    self.firstPerson = firstPerson
    columns = TileColumns(tile, paths, binding)
  }

  /// Turns to another tile, without tracks yet; keeps the memory.
  mutating func turn(
    to tile: Tile, firstPerson: Int, _ paths: ArrayView<UInt32>, _ binding: Binding
  ) {
    self.tile = tile
    self.firstPerson = firstPerson
    columns.turn(to: tile, paths, binding)
    for track in laid {
      partsOfTrack[track] = 0..<0
      namedPartsOfTrack[track] = 0..<0
      isTrackLaid[track] = false
    }
    laid.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    scopes.removeAll(keepingCapacity: true)
    sessionFilters.removeAll(keepingCapacity: true)
    masks.removeAll(keepingCapacity: true)
    sessionRows = nil
  }

  /// Adds rows that some track looks at.
  mutating func add(_ part: TilePart) { parts.append(part) }

  /// Makes places for the tracks of a plan, which see nothing yet.
  mutating func makePlaces(tracks: Int) {
    while partsOfTrack.count < tracks {
      partsOfTrack.append(0..<0)
      namedPartsOfTrack.append(0..<0)
      isTrackLaid.append(false)
    }
  }

  /// Whether it is known what a track looks at.
  func isLaid(_ track: Int) -> Bool { isTrackLaid[track] }

  /// Notes what a track looks at.
  mutating func lay(_ track: Int, parts: Range<Int>, namedParts: Range<Int>) {
    partsOfTrack[track] = parts
    namedPartsOfTrack[track] = namedParts
    laid.append(track)
    isTrackLaid[track] = true
  }

  /// Ends the laying out of tracks.
  mutating func finish() {
    part = ArrayView(parts)
    hasSessionFilters = sessionFilters.contains { $0 != nil }
  }
}
