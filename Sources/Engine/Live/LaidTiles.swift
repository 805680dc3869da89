import StarlingSegment
import StarlingTimeline

/// Where an evaluator stands, and sealed tiles laid out for it: asking about somebody in a tile
/// that was stood on before costs nothing but the question.
///
/// While the evaluator stands on a sealed tile, that tile's place here keeps what it stood on
/// before, so that nothing is copied.
struct LaidTiles {
  private enum Standing: Equatable {
    case elsewhere
    case sealed(Int)
    case person(Int)
  }

  /// A layout at a place of its own: it is large, and turning to it must not copy it.
  private final class Place {
    var layout: TileLayout

    init(_ layout: TileLayout) { self.layout = layout }
  }

  private var standing = Standing.elsewhere
  /// By sealed tile.
  private var places: [Place?] = []

  /// Has the evaluator stand on a sealed tile.
  mutating func stand(onSealed index: Int, _ tile: Tile, _ evaluator: inout TileEvaluator) {
    if standing == .sealed(index) { return }
    leave(&evaluator)
    while places.count <= index { places.append(nil) }
    let place =
      places[index] ?? Place(evaluator.layout(of: tile, firstPerson: index * Tile.capacity))
    places[index] = place
    evaluator.exchange(&place.layout)
    standing = .sealed(index)
  }

  /// Has the evaluator stand on the tile of a person alone.
  ///
  /// - Parameter isUnchanged: Whether the tile is as it was when it was last stood on.
  mutating func stand(
    on tile: GrowingTile, of person: Int, isUnchanged: Bool, _ evaluator: inout TileEvaluator
  ) {
    if isUnchanged && standing == .person(person) { return }
    leave(&evaluator)
    evaluator.stand(on: tile, firstPerson: person)
    standing = .person(person)
  }

  /// Puts the sealed tile that the evaluator stands on back to its place.
  mutating func leave(_ evaluator: inout TileEvaluator) {
    if case .sealed(let index) = standing, let place = places[index] {
      evaluator.exchange(&place.layout)
    }
    standing = .elsewhere
  }

  /// Forgets a sealed tile, which was made anew.
  mutating func forget(sealed index: Int, _ evaluator: inout TileEvaluator) {
    leave(&evaluator)
    if index < places.count { places[index] = nil }
  }

  /// Forgets all tiles: the evaluator decides in another way.
  mutating func forgetAll(_ evaluator: inout TileEvaluator) {
    leave(&evaluator)
    places.removeAll()
  }
}
