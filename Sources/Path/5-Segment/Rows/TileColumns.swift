import StarlingColumns
import StarlingTimeline

/// Views of the columns of a tile that a plan reads, all trivial.
///
/// Made when an evaluator turns to a tile, which it holds for as long as it uses these.
struct TileColumns {
  private(set) var people = 0
  private(set) var firstSeen = ArrayView<Int64>()
  /// Every row of the tile, without filter.
  private(set) var all: TilePart
  /// Every session of the tile, without filter.
  private(set) var sessions: TilePart
  /// Posting of each row of `Tile.all`.
  private(set) var allNames = CodesView.none
  /// See `InstantOrdinals`.
  private(set) var tiedRows = ArrayView<UInt32>()
  private(set) var tiedBefore = ArrayView<UInt32>()
  private(set) var traitStarts = ArrayView<UInt32>()
  private(set) var traitTimes = ArrayView<Int64>()
  /// By session: its first row in `all`.
  private(set) var firstRows = ArrayView<UInt32>()
  /// The tile, when it is one person's that grows: its lists are found when they are asked for.
  private var single: GrowingTile.View?
  /// See `turn`.
  private var paths = ArrayView<UInt32>()
  /// By posting: its rows without filter.
  private var postings: [TilePart] = []
  /// By path of the plan, then by posting.
  private var columns: [CodesView] = []
  /// By path of the plan.
  private var traits: [CodesView] = []
  /// What `*` reads where event names are many; `nil` where they are few.
  private(set) var whole: WholeRows?

  /// The columns of a tile, which the caller holds.
  init(_ tile: Tile, _ paths: ArrayView<UInt32>, _ binding: Binding) {
    all = TilePart(.all, tile.all.view)
    sessions = TilePart(tile.sessions)
    turn(to: tile, paths, binding)
  }

  /// Turns to a tile, which the caller holds.
  ///
  /// - Parameter paths: Codes of the plan's paths; `Binding.unknown` for those nobody has.
  mutating func turn(to tile: Tile, _ paths: ArrayView<UInt32>, _ binding: Binding) {
    people = tile.people
    single = nil
    self.paths = paths
    firstSeen = ArrayView(tile.firstSeen)
    allNames = CodesView(tile.allNames)
    tiedRows = ArrayView(tile.ordinals.rows)
    tiedBefore = ArrayView(tile.ordinals.before)
    traitStarts = ArrayView(tile.traits.starts)
    traitTimes = ArrayView(tile.traits.times)
    firstRows = ArrayView(tile.sessions.firstRows)
    postings.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    traits.removeAll(keepingCapacity: true)
    all = TilePart(.all, tile.all.view)
    sessions = TilePart(tile.sessions)
    // Elements of a span are read in place: elements of an array are retained, by both workers.
    let held = tile.postings
    let named = held.span
    for index in named.indices {
      postings.append(TilePart(.posting(index), named[index].view))
    }
    let traitRows = tile.traits
    for index in 0..<paths.count { traits.append(traitRows.view(of: paths[index])) }
    for path in 0..<paths.count {
      for index in named.indices { columns.append(named[index].view(of: paths[path])) }
    }
    whole =
      held.count > binding.namesMax && binding.readsAll
      ? WholeRows(tile, paths, read: binding.wholePaths) : nil
  }

  /// Turns to a tile of one person that grows, as it is now.
  mutating func turn(to tile: GrowingTile.View, _ paths: ArrayView<UInt32>) {
    people = 1
    single = tile
    self.paths = paths
    whole = nil
    firstSeen = tile.firstSeen
    all = TilePart(.all, tile.all)
    sessions = TilePart(.sessions, tile.sessions)
    allNames = tile.allNames
    tiedRows = tile.tiedRows
    tiedBefore = tile.tiedBefore
    traitStarts = tile.traits.starts
    traitTimes = tile.traits.times
    firstRows = tile.firstRows
  }

  /// Number of event names in the tile.
  var postingCount: Int { single?.postingCount ?? postings.count }

  /// The time of the latest row of a posting; `.min` without rows.
  @inline(__always)
  func latest(_ posting: Int) -> Int64 { single?.latest(posting) ?? postings[posting].latest }

  /// The column of a path of the plan in a posting.
  @inline(__always)
  func column(_ path: Int, _ posting: Int) -> CodesView {
    if let single { return single.codes(paths[path], ofPosting: posting) }
    return columns[path &* postings.count &+ posting]
  }

  /// The column of a path of the plan in the rows of a part; no sessions have one, nor has
  /// `Tile.all` where event names are few.
  @inline(__always)
  func column(_ path: Int, _ place: TilePart.Place) -> CodesView {
    switch place {
    case .posting(let posting): return column(path, posting)
    case .sessions: return .none
    case .all:
      guard let codes = whole?.column(path) else {
        preconditionFailure("path \(path) has no column over all rows")
      }
      return codes
    }
  }

  /// The column of a path of the plan among the traits.
  @inline(__always)
  func trait(_ path: Int) -> CodesView { single?.traitCodes(paths[path]) ?? traits[path] }

  /// A posting without filter.
  @inline(__always)
  func part(_ posting: Int) -> TilePart {
    if let single { return TilePart(.posting(posting), single.posting(posting)) }
    return postings[posting]
  }
}

extension Posting {
  /// A view of the column of a path.
  func view(of path: UInt32) -> CodesView {
    let columns = columns.span
    var low = 0
    var high = columns.count
    while low < high {
      let middle = (low + high) / 2
      if columns[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < columns.count && columns[low].path == path ? columns[low].view : .none
  }
}
