import StarlingColumns
import StarlingTimeline

/// Views of the columns of a tile that a plan reads, all trivial.
///
/// Made when an evaluator turns to a tile, which it holds for as long as it uses these.
struct TileColumns {
  let people: Int
  let firstSeen: ArrayView<Int64>
  let allStarts: ArrayView<UInt32>
  let allTimes: ArrayView<Int64>
  /// Posting of each row of `Tile.all`.
  let allNames: CodesView
  let traitStarts: ArrayView<UInt32>
  let traitTimes: ArrayView<Int64>
  let sessionStarts: ArrayView<UInt32>
  let sessionTimes: ArrayView<Int64>
  let firstRows: ArrayView<UInt32>
  let postingCount: Int
  /// By posting.
  private let postings: [(starts: ArrayView<UInt32>, times: ArrayView<Int64>)]
  /// By path of the plan, then by posting.
  private let columns: [CodesView]
  /// By path of the plan.
  private let traits: [CodesView]

  init(_ tile: Tile, _ binding: Binding) {
    people = tile.people
    firstSeen = ArrayView(tile.firstSeen)
    allStarts = ArrayView(tile.all.starts)
    allTimes = ArrayView(tile.all.times)
    allNames = CodesView(tile.allNames)
    traitStarts = ArrayView(tile.traits.starts)
    traitTimes = ArrayView(tile.traits.times)
    sessionStarts = ArrayView(tile.sessions.starts)
    sessionTimes = ArrayView(tile.sessions.times)
    firstRows = ArrayView(tile.sessions.firstRows)
    postingCount = tile.postings.count
    postings = tile.postings.map { (ArrayView($0.starts), ArrayView($0.times)) }
    var columns: [CodesView] = []
    columns.reserveCapacity(binding.paths.count * tile.postings.count)
    var traits: [CodesView] = []
    for path in binding.paths {
      for posting in tile.postings { columns.append(Self.view(posting, path)) }
      traits.append(Self.view(tile.traits, path))
    }
    self.columns = columns
    self.traits = traits
  }

  private static func view(_ posting: Posting, _ path: UInt32?) -> CodesView {
    guard let path, let codes = posting.column(path) else { return .none }
    return CodesView(codes)
  }

  /// The column of a path of the plan in a posting.
  @inline(__always)
  func column(_ path: Int, _ posting: Int) -> CodesView {
    columns[path &* postingCount &+ posting]
  }

  /// The column of a path of the plan among the traits.
  @inline(__always)
  func trait(_ path: Int) -> CodesView { traits[path] }

  /// A posting without filter.
  @inline(__always)
  func part(_ posting: Int) -> TilePart {
    TilePart(
      place: .posting(posting), starts: postings[posting].starts, times: postings[posting].times,
      filter: .none)
  }

  /// Every row of the tile, without filter.
  var all: TilePart {
    TilePart(place: .all, starts: allStarts, times: allTimes, filter: .none)
  }
}
