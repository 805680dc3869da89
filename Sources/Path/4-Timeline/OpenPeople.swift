/// The people of a timeline who got events after their tiles were sealed.
struct OpenPeople: Sendable {
  /// The people, in no order that means anything.
  private(set) var people: [Int] = []
  /// Their timelines. Shape: one entry per person in `people`.
  private(set) var tiles: [OpenTile] = []
  private var indices: [Int: Int] = [:]

  /// The tile of a person who is open.
  func tile(of person: Int) -> Tile? { indices[person].map { tiles[$0].tile } }

  /// Adds somebody who is not open.
  mutating func open(_ person: Int, _ tile: OpenTile) {
    precondition(indices[person] == nil, "person \(person) is open already")
    indices[person] = people.count
    people.append(person)
    tiles.append(tile)
  }

  /// Adds events to an open person, in place, and lays out the tile.
  mutating func insert(_ events: [(event: CodedEvent, tied: Int)], of person: Int) {
    guard let index = indices[person] else { preconditionFailure("person \(person) is not open") }
    for (event, tied) in events { tiles[index].insert(event, behind: tied) }
    tiles[index].keepTile()
  }

  /// Forgets a person.
  mutating func close(_ person: Int) {
    guard let index = indices.removeValue(forKey: person) else { return }
    let lastPerson = people.removeLast()
    let lastTile = tiles.removeLast()
    if index == people.count { return }
    people[index] = lastPerson
    tiles[index] = lastTile
    indices[lastPerson] = index
  }
}
