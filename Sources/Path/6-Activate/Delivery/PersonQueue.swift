/// The unfinished deliveries of one person to one target: only the first may be under way.
struct PersonQueue: Sendable {
  /// Positions, ascending.
  private(set) var positions: [Int64] = []
  /// The one that is under way. It need not be the first: an older dead letter may have been asked
  /// for meanwhile, and waits.
  var inFlight: Int64?

  /// Adds a delivery, in the order of positions.
  mutating func insert(_ position: Int64) {
    let place = positions.firstIndex { $0 > position } ?? positions.endIndex
    positions.insert(position, at: place)
  }

  /// Takes a delivery away.
  mutating func remove(_ position: Int64) {
    positions.removeAll { $0 == position }
    if inFlight == position { inFlight = nil }
  }
}
