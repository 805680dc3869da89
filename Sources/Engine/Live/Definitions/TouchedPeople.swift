import StarlingColumns

/// People whose events or answers changed while other definitions are on their way into force, each
/// once.
struct TouchedPeople {
  private var bits: [UInt64] = []
  private var people: [Int] = []

  /// Number of people.
  var count: Int { people.count }

  /// Adds a person.
  mutating func note(_ person: Int) {
    while bits.count <= person >> 6 { bits.append(0) }
    let bit: UInt64 = 1 << UInt64(person & 63)
    if bits[person >> 6] & bit != 0 { return }
    bits[person >> 6] |= bit
    people.append(person)
  }

  /// Whether a person was added.
  func contains(_ person: Int) -> Bool {
    person >> 6 < bits.count && Bits.contains(bits.span, person)
  }

  /// Takes the person out who was added last.
  mutating func next() -> Int? {
    guard let person = people.popLast() else { return nil }
    bits[person >> 6] &= ~(1 << UInt64(person & 63))
    return person
  }
}
