/// Bits of which any range is counted in constant time.
///
/// Beside each word of 64 bits stands how many are set in the words before it.
package struct BitRanks: Sendable {
  private let words: [UInt64]
  private let before: [UInt32]

  /// Ranks of bits; 64 a word, fewer than 2^32 in all.
  package init(_ words: [UInt64]) {
    self.words = words
    var count: UInt32 = 0
    before = words.map { word in
      defer { count += UInt32(word.nonzeroBitCount) }
      return count
    }
  }

  /// Number of bits set in a range.
  ///
  /// - Complexity: O(1).
  package func count(_ range: Range<Int>) -> Int {
    range.isEmpty ? 0 : count(through: range.upperBound - 1) - count(before: range.lowerBound)
  }

  private func count(before index: Int) -> Int {
    let bits = words[index >> 6] & ~(~0 << UInt64(index & 63))
    return Int(before[index >> 6]) + bits.nonzeroBitCount
  }

  private func count(through index: Int) -> Int {
    let bits = words[index >> 6] & (~0 >> UInt64(63 - index & 63))
    return Int(before[index >> 6]) + bits.nonzeroBitCount
  }
}
