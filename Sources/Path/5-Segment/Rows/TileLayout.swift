import StarlingColumns
import StarlingTimeline

/// A tile laid out for a plan: what each track looks at, in views. Holds the tile.
package struct TileLayout {
  /// The tile; means nothing while there is one that grows.
  private(set) var tile: Tile
  /// The tile of one person that grows, when it is one.
  private(set) var growing: GrowingTile?
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
  private(set) var scopes: [ScopedPart] = []
  /// By `any`: see `lastScope(of:)`.
  private var lastScope: [Int] = []
  /// Marks of parts that are no longer looked at, none of them set.
  private var spareMarks: [BitBuffer] = []
  private static let spareMarksMax = 256
  /// Least number of rows that marks are made for.
  private static let marksMin = 256
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
    forgetTracks()
    self.tile = tile
    growing = nil
    self.firstPerson = firstPerson
    columns.turn(to: tile, paths, binding)
  }

  /// Turns to the tile of one person that grows, as it is now, without tracks yet.
  mutating func turn(to tile: GrowingTile, firstPerson: Int, _ paths: ArrayView<UInt32>) {
    forgetTracks()
    growing = tile
    self.firstPerson = firstPerson
    columns.turn(to: tile.view, paths)
  }

  private mutating func forgetTracks() {
    for track in laid {
      partsOfTrack[track] = 0..<0
      namedPartsOfTrack[track] = 0..<0
      isTrackLaid[track] = false
    }
    laid.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    // Layouts of sealed tiles may be kept by somebody, with their marks.
    if growing != nil {
      for scope in scopes where spareMarks.count < Self.spareMarksMax {
        spareMarks.append(scope.marks)
      }
    }
    scopes.removeAll(keepingCapacity: true)
    for scope in lastScope.indices { lastScope[scope] = -1 }
    sessionFilters.removeAll(keepingCapacity: true)
    masks.removeAll(keepingCapacity: true)
    sessionRows = nil
  }

  /// The posting of an event name, when somebody in the tile has it.
  func posting(named name: UInt32) -> Int? {
    growing.map { $0.view.posting(named: name) } ?? tile.posting(named: name)
  }

  /// The codes of a path in the rows of an event name.
  func codes(_ path: UInt32, _ posting: Int) -> CodesView {
    if let growing { return growing.view.codes(path, ofPosting: posting) }
    // Elements of a span are read in place: one of an array is retained with all its columns.
    let postings = tile.postings
    return postings.span[posting].view(of: path)
  }

  /// Marks for the rows of a part inside `any`, none of which is set.
  mutating func takeMarks(rows: Int) -> BitBuffer {
    if growing != nil, let spare = spareMarks.last, spare.capacity >= rows {
      spareMarks.removeLast()
      return spare
    }
    return BitBuffer(count: max(rows, Self.marksMin))
  }

  /// Adds a part inside an `any`.
  mutating func add(_ scope: ScopedPart) {
    while lastScope.count <= scope.scope { lastScope.append(-1) }
    var scope = scope
    scope.previous = lastScope[scope.scope]
    lastScope[scope.scope] = scopes.count
    scopes.append(scope)
  }

  /// Index in `scopes` of the last part inside an `any`; -1 without one.
  func lastScope(of index: Int) -> Int { index < lastScope.count ? lastScope[index] : -1 }

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
