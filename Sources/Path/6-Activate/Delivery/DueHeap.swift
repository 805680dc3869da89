import StarlingModel

/// Deliveries by the instant at which they are due, the earliest first; among those of one instant
/// the one that happened first. A binary heap in an array.
struct DueHeap: Sendable {
  /// One delivery that waits.
  struct Entry: Equatable, Sendable {
    var due: Stamp
    var position: Int64

    /// Whether it comes before another.
    func precedes(_ other: Entry) -> Bool {
      due == other.due ? position < other.position : due < other.due
    }
  }

  private var entries: [Entry] = []

  /// The earliest; `nil` when there is none.
  var first: Entry? { entries.first }

  /// Adds one.
  mutating func insert(_ entry: Entry) {
    entries.append(entry)
    var child = entries.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      if !entries[child].precedes(entries[parent]) { break }
      entries.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the earliest away.
  mutating func removeFirst() {
    guard let last = entries.popLast(), !entries.isEmpty else { return }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child].precedes(entries[least]) {
        least = child
      }
      if least == parent { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
