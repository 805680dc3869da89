import StarlingColumns
import StarlingModel
import StarlingTimeline

/// Which row of which posting each event of a tile's only person is.
struct PersonRows {
  /// By row of `Tile.all`.
  let references: [(posting: Int, row: Int)]
  /// By posting, then by its row: the row of `Tile.all`.
  let places: [[Int]]

  init(_ tile: Tile) {
    var places = [[Int]](repeating: [], count: tile.postings.count)
    references = (0..<tile.all.count).map { row in
      let posting = Int(tile.allNames[row])
      places[posting].append(row)
      return (posting, places[posting].count - 1)
    }
    self.places = places
  }
}
