/// A set of 64-bit words, each with a dense code in the order of its first appearance.
///
/// The same shape as `ByteTable` for keys of one word: open addressing, linear probing, at most
/// 3/4 full, no memory while empty.
package struct WordTable: Sendable {
  private(set) var words: [UInt64] = []
  private var slots: [UInt32] = []
  private var mask = 0

  /// An empty table.
  package init() {}

  /// Number of different words.
  package var count: Int { words.count }

  /// Memory in use. Unit: bytes.
  var memoryBytes: Int { words.capacity * 8 + slots.capacity * 4 }

  /// The word with this code.
  package func word(_ code: UInt32) -> UInt64 { words[Int(code)] }

  /// The code of a word that is in the table, else `nil`.
  package func code(of word: UInt64) -> UInt32? {
    if words.isEmpty { return nil }
    var slot = Int(truncatingIfNeeded: Hash.word(word)) & mask
    while slots[slot] != 0 {
      if words[Int(slots[slot] &- 1)] == word { return slots[slot] &- 1 }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// The code of `word`, which is added when it is new.
  package mutating func intern(_ word: UInt64) -> UInt32 {
    if slots.isEmpty { grow() }
    var slot = Int(truncatingIfNeeded: Hash.word(word)) & mask
    while slots[slot] != 0 {
      if words[Int(slots[slot] &- 1)] == word { return slots[slot] &- 1 }
      slot = (slot &+ 1) & mask
    }
    words.append(word)
    slots[slot] = UInt32(words.count)
    if words.count * 4 > slots.count * 3 { grow() }
    return UInt32(words.count - 1)
  }

  private mutating func grow() {
    let size = max(16, slots.count * 2)
    slots = [UInt32](repeating: 0, count: size)
    mask = size - 1
    for code in 0..<words.count {
      var slot = Int(truncatingIfNeeded: Hash.word(words[code])) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = UInt32(code) + 1
    }
  }

  /// The table of different words in the order of their codes.
  ///
  /// - Complexity: O(words).
  init(words: [UInt64]) {
    self.words = words
    if words.isEmpty { return }
    var size = 8
    while words.count * 4 > size * 3 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size / 2)
    grow()
  }
}
