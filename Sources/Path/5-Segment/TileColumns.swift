import StarlingColumns
import StarlingTimeline

/// Views of the columns of a tile that a plan reads, all trivial.
///
/// Made when an evaluator turns to a tile, which it holds for as long as it uses these.
struct TileColumns {
  private(set) var people = 0
  private(set) var firstSeen = ArrayView<Int64>()
  private(set) var allStarts = ArrayView<UInt32>()
  private(set) var allTimes = ArrayView<Int64>()
  /// Posting of each row of `Tile.all`.
  private(set) var allNames = CodesView.none
  private(set) var traitStarts = ArrayView<UInt32>()
  private(set) var traitTimes = ArrayView<Int64>()
  private(set) var allLasts = ArrayView<Int64>()
  private(set) var sessionLasts = ArrayView<Int64>()
  private(set) var sessionStarts = ArrayView<UInt32>()
  private(set) var sessionTimes = ArrayView<Int64>()
  private(set) var firstRows = ArrayView<UInt32>()
  /// By posting: its rows without filter.
  private var postings: [TilePart] = []
  /// By path of the plan, then by posting.
  private var columns: [CodesView] = []
  /// By path of the plan.
  private var traits: [CodesView] = []

  /// Turns to a tile, which the caller holds.
  ///
  /// - Parameter paths: Codes of the plan's paths; `Binding.unknown` for those nobody has.
  mutating func turn(to tile: Tile, _ paths: ArrayView<UInt32>) {
    people = tile.people
    firstSeen = ArrayView(tile.firstSeen)
    allStarts = ArrayView(tile.all.starts)
    allTimes = ArrayView(tile.all.times)
    allNames = CodesView(tile.allNames)
    allLasts = ArrayView(tile.all.lasts)
    sessionLasts = ArrayView(tile.sessions.lasts)
    traitStarts = ArrayView(tile.traits.starts)
    traitTimes = ArrayView(tile.traits.times)
    sessionStarts = ArrayView(tile.sessions.starts)
    sessionTimes = ArrayView(tile.sessions.times)
    firstRows = ArrayView(tile.sessions.firstRows)
    postings.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    traits.removeAll(keepingCapacity: true)
    for index in tile.postings.indices {
      let rows = tile.postings[index].view
      postings.append(
        TilePart(
          place: .posting(index), members: rows.members, starts: rows.starts, lasts: rows.lasts,
          times: rows.times, filter: .none))
    }
    for index in 0..<paths.count {
      let path = paths[index]
      for index in tile.postings.indices { columns.append(tile.postings[index].view(of: path)) }
      traits.append(tile.traits.view(of: path))
    }
  }

  /// Number of event names in the tile.
  var postingCount: Int { postings.count }

  /// The column of a path of the plan in a posting.
  @inline(__always)
  func column(_ path: Int, _ posting: Int) -> CodesView {
    columns[path &* postings.count &+ posting]
  }

  /// The column of a path of the plan among the traits.
  @inline(__always)
  func trait(_ path: Int) -> CodesView { traits[path] }

  /// A posting without filter.
  @inline(__always)
  func part(_ posting: Int) -> TilePart { postings[posting] }

  /// Every row of the tile, without filter.
  var all: TilePart {
    TilePart(
      place: .all, members: ArrayView(), starts: allStarts, lasts: allLasts, times: allTimes,
      filter: .none)
  }

  /// Every session of the tile, without filter.
  var sessions: TilePart {
    TilePart(
      place: .sessions, members: ArrayView(), starts: sessionStarts, lasts: sessionLasts,
      times: sessionTimes, filter: .none)
  }
}

extension Posting {
  /// A view of the column of a path.
  func view(of path: UInt32) -> CodesView {
    for index in columns.indices where columns[index].path == path { return columns[index].view }
    return .none
  }
}
