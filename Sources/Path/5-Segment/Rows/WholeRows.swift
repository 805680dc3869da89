import StarlingColumns
import StarlingTimeline

/// Columns over every row of a tile with many event names: what `*` reads there.
///
/// Columns belong to postings. Where names are few, a question about `*` asks each posting for each
/// person. Where they are many most of them hold nothing of a person, so one walk over `Tile.all`
/// brings the columns into its order, and a question is asked of one part.
struct WholeRows {
  /// By row of `Tile.all`: its row in its posting.
  let rowInPosting: ArrayView<UInt32>
  /// By path of the plan; `nil` for those that no question about `*` reads.
  private let columns: [CodesView?]
  private let rowMemory: [UInt32]
  private let columnMemory: [[UInt32]]

  /// Brings columns into the order of all rows.
  ///
  /// - Parameters:
  ///   - paths: By path of the plan: its code, or `Binding.unknown`.
  ///   - read: Paths of the plan that are wanted.
  init(_ tile: Tile, _ paths: ArrayView<UInt32>, read: Set<Int>) {
    var rows = [UInt32](repeating: 0, count: tile.all.count)
    var output = rows.mutableSpan
    Self.forEach(tile) { row, _, place in output[row] = UInt32(truncatingIfNeeded: place) }
    rowMemory = rows
    rowInPosting = ArrayView(rows)
    var columns: [CodesView?] = []
    var memory: [[UInt32]] = []
    for path in 0..<paths.count {
      guard read.contains(path) else {
        columns.append(nil)
        continue
      }
      let views = tile.postings.map { $0.view(of: paths[path]) }
      if !views.contains(where: \.exists) {
        columns.append(CodesView.none)
        continue
      }
      let codes = Self.merged(tile, views)
      memory.append(codes)
      columns.append(.words(ArrayView(codes)))
    }
    self.columns = columns
    columnMemory = memory
  }

  /// The column of a path of the plan; nil when no question about `*` reads it.
  @inline(__always)
  func column(_ path: Int) -> CodesView? { columns[path] }

  private static func merged(_ tile: Tile, _ views: [CodesView]) -> [UInt32] {
    var codes = [UInt32](repeating: 0, count: tile.all.count)
    var output = codes.mutableSpan
    let views = views.span
    forEach(tile) { row, posting, place in output[row] = views[posting][place] }
    return codes
  }

  /// The rows of `Tile.all` that pass what is asked of their postings.
  static func passing(_ tile: Tile, _ filters: [TilePart.Filter?]) -> BitBuffer {
    let bits = BitBuffer(count: tile.all.count)
    let filters = filters.span
    forEach(tile) { row, posting, place in
      if let filter = filters[posting], filter.passes(place) { bits.flip(row) }
    }
    return bits
  }

  /// Visits the rows of `Tile.all`: row, posting, row there.
  ///
  /// People follow each other in `Tile.all` and in every posting, and a person's rows of one name
  /// stand in the same order in both.
  @inline(__always)
  private static func forEach(_ tile: Tile, _ body: (Int, Int, Int) -> Void) {
    let names = CodesView(tile.allNames)
    var next = [Int](repeating: 0, count: tile.postings.count)
    var places = next.mutableSpan
    for row in 0..<tile.all.count {
      let posting = Int(names[row])
      body(row, posting, places[posting])
      places[posting] &+= 1
    }
  }
}
