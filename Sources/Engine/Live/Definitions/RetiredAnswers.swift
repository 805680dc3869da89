/// What definitions leave behind that are no longer in force. Giving back a gigabyte takes long, so
/// it is done bit by bit.
struct RetiredAnswers {
  private static let tilesAtOnce = 64

  private var states: PersonStates?
  private var tiles = PersonTiles()

  /// Takes the answers to the definitions that were in force.
  mutating func take(_ states: PersonStates) { self.states = states }

  /// Takes the people's tiles that were read by other definitions.
  mutating func take(_ tiles: PersonTiles) { self.tiles = tiles }

  /// Gives a part of the memory back.
  ///
  /// - Returns: Whether there is more.
  mutating func release() -> Bool {
    if tiles.release(Self.tilesAtOnce) { return true }
    if states?.release() == true { return true }
    states = nil
    return false
  }
}
