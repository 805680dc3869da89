/// When each person must be looked at again, the earliest first; holds tens of millions.
///
/// 1. Time is cut into slots of 65.536 seconds. What is due in a later slot is thrown into that
///    slot's list, as one word: the milliseconds inside the slot above, the person below.
/// 2. When a slot's time comes its list becomes a heap, from which people are taken one by one.
///    Each entry is moved twice, however far ahead it lay, and no step touches more than a slot.
/// 3. An entry stays where it is when a person turns out to be due later; whoever takes it out
///    finds that nothing is due and puts it in again. So people have one entry each, or few.
///
/// Memory: 8 bytes an entry, and a list for each slot in use.
struct DeadlineQueue {
  private static let slotBits: Int64 = 16

  /// The slot in work.
  private var slot = Int64.min
  /// What is due in the slot in work or was due before: a binary heap of words.
  private var near: [UInt64] = []
  /// By slot: what is due later.
  private var far: [Int64: [UInt64]] = [:]
  /// The slots of `far`: a binary heap.
  private var farSlots: [Int64] = []
  /// Number of entries.
  private(set) var count = 0

  /// When the first entry is due, or its slot begins; `.max` = never. Unit: ms since 1970 UTC.
  var earliest: Int64 {
    if let first = near.first { return time(first) }
    guard let slot = farSlots.first else { return .max }
    return slot << Self.slotBits
  }

  /// Adds an entry.
  ///
  /// - Parameter due: Unit: ms since 1970 UTC; `.max` adds nothing.
  mutating func insert(_ person: Int, due: Int64) {
    if due == .max { return }
    count += 1
    let dueSlot = due >> Self.slotBits
    if dueSlot <= slot {
      let inside = dueSlot < slot ? 0 : due & (1 << Self.slotBits - 1)
      near.append(UInt64(inside) << 32 | UInt64(person))
      Self.rise(&near, near.count - 1)
      return
    }
    let word = UInt64(due & (1 << Self.slotBits - 1)) << 32 | UInt64(person)
    if far[dueSlot]?.append(word) == nil {
      far[dueSlot] = [word]
      farSlots.append(dueSlot)
      Self.rise(&farSlots, farSlots.count - 1)
    }
  }

  /// Takes the first entry out if it is due at `now`.
  mutating func next(at now: Int64) -> Int? {
    while near.isEmpty {
      guard let first = farSlots.first, first << Self.slotBits <= now else { return nil }
      Self.removeFirst(&farSlots)
      slot = first
      near = far.removeValue(forKey: first) ?? []
      for index in stride(from: near.count / 2 - 1, through: 0, by: -1) { Self.sink(&near, index) }
    }
    guard let first = near.first, time(first) <= now else { return nil }
    Self.removeFirst(&near)
    count -= 1
    return Int(UInt32(truncatingIfNeeded: first))
  }

  private func time(_ word: UInt64) -> Int64 {
    slot << Self.slotBits | Int64(word >> 32)
  }

  // MARK: Heaps

  private static func rise<Key: Comparable>(_ heap: inout [Key], _ start: Int) {
    var index = start
    while index > 0 {
      let above = (index - 1) / 2
      if heap[above] <= heap[index] { return }
      heap.swapAt(above, index)
      index = above
    }
  }

  private static func removeFirst<Key: Comparable>(_ heap: inout [Key]) {
    let last = heap.removeLast()
    if heap.isEmpty { return }
    heap[0] = last
    sink(&heap, 0)
  }

  private static func sink<Key: Comparable>(_ heap: inout [Key], _ start: Int) {
    var index = start
    while true {
      var below = index * 2 + 1
      if below >= heap.count { return }
      if below + 1 < heap.count && heap[below + 1] < heap[below] { below += 1 }
      if heap[index] <= heap[below] { return }
      heap.swapAt(index, below)
      index = below
    }
  }
}
