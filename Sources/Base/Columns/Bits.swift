/// Sets of small numbers as bits, 64 a word.
package enum Bits {
  /// Number of words that hold `count` bits.
  package static func words(_ count: Int) -> Int { (count + 63) >> 6 }

  /// Whether bit `index` is set.
  package static func contains(_ words: Span<UInt64>, _ index: Int) -> Bool {
    words[index &>> 6] &>> UInt64(index & 63) & 1 == 1
  }
}
