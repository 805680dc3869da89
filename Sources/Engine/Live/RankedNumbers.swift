import StarlingTimeline

/// The numbers that the percentiles of a plan are found among, kept from one computation to the
/// next: only those that an event or time may have changed are asked for again.
struct RankedNumbers {
  /// By tile, then by person of the tile; NaN where absent.
  private(set) var numbers: [[Double]] = []
  /// How long each number lasts without an event; `.min` for those that are not known.
  private(set) var ends: [[Int64]] = []

  /// Makes room for people.
  mutating func reserve(places: Int) {
    while numbers.count * Tile.capacity < places {
      numbers.append([Double](repeating: .nan, count: Tile.capacity))
      ends.append([Int64](repeating: .min, count: Tile.capacity))
    }
  }

  /// Forgets the number of a person, which something may have changed.
  mutating func forget(_ person: Int) {
    let tile = person / Tile.capacity
    if tile < ends.count { ends[tile][person % Tile.capacity] = .min }
  }

  /// Whether the number of a person is known; nothing may have changed it since.
  func isKnown(_ person: Int) -> Bool {
    let tile = person / Tile.capacity
    return tile < ends.count && ends[tile][person % Tile.capacity] != .min
  }

  /// The rows of a tile whose numbers do not last until an instant.
  func outdated(tile: Int, at now: Int64) -> [Int] {
    ends[tile].indices.filter { ends[tile][$0] <= now }
  }

  /// Notes a number and how long it lasts.
  mutating func note(tile: Int, row: Int, _ number: Double, until end: Int64) {
    numbers[tile][row] = number
    ends[tile][row] = end
  }

  /// Calls `body` with each person and their number.
  func visit(_ body: (_ person: Int, _ number: Double) -> Void) {
    for (tile, numbers) in numbers.enumerated() {
      for (row, number) in numbers.enumerated() { body(tile * Tile.capacity + row, number) }
    }
  }
}
