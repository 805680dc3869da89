/// Places by when they are due, the earliest first: a binary heap.
struct DueHeap {
  private struct Entry: BitwiseCopyable {
    /// Unit: ms since 1970 UTC; `.max` = never.
    var due: Int64
    var place: Int
  }

  private var entries: [Entry] = []

  /// When the first place is due; `.max` = never.
  var earliest: Int64 { entries.first?.due ?? .max }

  /// The place that is due first, if it is due at `now`.
  func due(at now: Int64) -> Int? {
    guard let first = entries.first, first.due <= now else { return nil }
    return first.place
  }

  /// Begins anew with places 0, 1, ... that are due in that order.
  mutating func fill(ascending dues: some Sequence<Int64>) {
    entries.removeAll(keepingCapacity: true)
    for due in dues { entries.append(Entry(due: due, place: entries.count)) }
  }

  /// Adds a place.
  ///
  /// - Complexity: O(log places).
  mutating func insert(_ place: Int, due: Int64) {
    var index = entries.count
    entries.append(Entry(due: due, place: place))
    while index > 0 {
      let above = (index - 1) / 2
      if entries[above].due <= due { return }
      entries.swapAt(index, above)
      index = above
    }
  }

  /// Takes the first place away.
  ///
  /// - Complexity: O(log places).
  mutating func removeFirst() {
    let last = entries.removeLast()
    if entries.isEmpty { return }
    entries[0] = last
    sink()
  }

  /// Makes the first place due at another time.
  ///
  /// - Complexity: O(log places).
  mutating func delayFirst(to due: Int64) {
    entries[0].due = due
    sink()
  }

  private mutating func sink() {
    let entry = entries[0]
    var index = 0
    while true {
      var below = index * 2 + 1
      if below >= entries.count { break }
      if below + 1 < entries.count && entries[below + 1].due < entries[below].due { below += 1 }
      if entry.due <= entries[below].due { break }
      entries[index] = entries[below]
      index = below
    }
    entries[index] = entry
  }
}
