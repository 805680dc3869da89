import StarlingModel
import StarlingSegment
import StarlingTimeline

/// The order of changes: by time, then segment name, then person name (both as UTF-8 bytes).
struct ChangeOrder: Sendable {
  /// By segment index: its place among all names.
  private let segments: [Int]
  /// By person number: its place among all names.
  private let people: [UInt32]

  init(_ timeline: Timeline, _ plan: Plan) {
    let names = plan.segments.map { Array($0.name.utf8) }
    let sorted = names.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    var places = [Int](repeating: 0, count: names.count)
    for (place, segment) in sorted.enumerated() { places[segment] = place }
    segments = places
    people = timeline.nameRanks
  }

  func precedes(_ left: ReplayedChange, _ right: ReplayedChange) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.segment != right.segment {
      return segments[left.segment] < segments[right.segment]
    }
    return people[Int(left.person)] < people[Int(right.person)]
  }

  /// Hands the changes of sorted lists on in order.
  ///
  /// - Throws: What `body` throws.
  /// - Complexity: O(changes × log lists).
  func merge(
    _ lists: [[ReplayedChange]], _ body: (ReplayedChange) throws -> Void
  ) rethrows {
    var heap = ChangeHeap(lists, self)
    while let change = heap.popFirst() { try body(change) }
  }
}

/// Lists in the order of their next changes: a binary heap.
private struct ChangeHeap {
  private let lists: [[ReplayedChange]]
  private let order: ChangeOrder
  /// By list: the index of its next change.
  private var next: [Int]
  /// Lists that are not at their end; each goes before those at twice its index, plus 1 and 2.
  private var heap: [Int]

  init(_ lists: [[ReplayedChange]], _ order: ChangeOrder) {
    self.lists = lists
    self.order = order
    next = lists.map { _ in 0 }
    heap = lists.indices.filter { !lists[$0].isEmpty }
    for place in heap.indices.reversed() { sink(place) }
  }

  mutating func popFirst() -> ReplayedChange? {
    guard let list = heap.first else { return nil }
    let change = lists[list][next[list]]
    next[list] += 1
    if next[list] == lists[list].count {
      let last = heap.removeLast()
      if !heap.isEmpty { heap[0] = last }
    }
    if !heap.isEmpty { sink(0) }
    return change
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    order.precedes(lists[left][next[left]], lists[right][next[right]])
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      var first = place
      for child in 2 * place + 1...2 * place + 2
      where child < heap.count && precedes(heap[child], heap[first]) {
        first = child
      }
      if first == place { return }
      heap.swapAt(place, first)
      place = first
    }
  }
}
