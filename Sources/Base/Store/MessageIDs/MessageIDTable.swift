/// A set of hashes in memory: open addressing, linear probing, at most 3/4 full, 16 bytes a place.
struct MessageIDTable: Sendable {
  private var slots: [MessageIDHash]
  private var mask: Int
  private(set) var count = 0

  /// An empty set.
  init() {
    slots = [MessageIDHash](repeating: .none, count: 64)
    mask = 63
  }

  /// Memory in use. Unit: bytes.
  var residentBytes: Int { slots.count * 16 }

  /// Whether a hash is in the set.
  @inline(__always)
  func contains(_ hash: MessageIDHash) -> Bool {
    var slot = Int(truncatingIfNeeded: hash.low) & mask
    while slots[slot] != .none {
      if slots[slot] == hash { return true }
      slot = (slot &+ 1) & mask
    }
    return false
  }

  /// Adds a hash; `false` when it is there already.
  mutating func insert(_ hash: MessageIDHash) -> Bool {
    var slot = Int(truncatingIfNeeded: hash.low) & mask
    while slots[slot] != .none {
      if slots[slot] == hash { return false }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = hash
    count += 1
    if count * 4 > slots.count * 3 { grow() }
    return true
  }

  /// All hashes, ascending.
  func sorted() -> [MessageIDHash] { slots.filter { $0 != .none }.sorted() }

  /// Takes all hashes out, which are those in `all`.
  ///
  /// - Complexity: O(hashes), not O(places): a commit of one event must not sweep a large table.
  mutating func removeAll(_ all: [MessageIDHash]) {
    for hash in all {
      // A hash lies between its own place and the next free one. What an earlier round freed there,
      // it freed together with all up to that free place, this hash included.
      var slot = Int(truncatingIfNeeded: hash.low) & mask
      while slots[slot] != .none {
        slots[slot] = .none
        slot = (slot &+ 1) & mask
      }
    }
    count = 0
  }

  private mutating func grow() {
    let old = slots
    slots = [MessageIDHash](repeating: .none, count: old.count * 2)
    mask = slots.count - 1
    for hash in old where hash != .none {
      var slot = Int(truncatingIfNeeded: hash.low) & mask
      while slots[slot] != .none { slot = (slot &+ 1) & mask }
      slots[slot] = hash
    }
  }
}
