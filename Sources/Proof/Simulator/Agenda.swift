import StarlingModel

/// What will happen when: of one instant in the order in which it was put down.
struct Agenda<Happening> {
  private struct Entry {
    var at: Stamp
    var happening: Happening
  }

  /// Latest first, so that the next ones are at the end.
  private var entries: [Entry] = []

  /// When something happens next; `nil` when nothing does.
  var next: Stamp? { entries.last?.at }

  /// Puts something down.
  mutating func add(_ happening: Happening, at instant: Stamp) {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].at > instant { low = middle + 1 } else { high = middle }
    }
    entries.insert(Entry(at: instant, happening: happening), at: low)
  }

  /// Takes all that happens at the next instant, in order.
  mutating func takeNext() -> [Happening] {
    guard let at = next else { return [] }
    var taken: [Happening] = []
    while let last = entries.last, last.at == at {
      taken.append(last.happening)
      entries.removeLast()
    }
    return taken
  }

  /// Gives up whatever `isGone` is true for.
  mutating func remove(where isGone: (Happening) -> Bool) {
    entries.removeAll { isGone($0.happening) }
  }
}
