/// Sets of small numbers as bits, 64 a word.
package enum Bits {
  /// Number of words that hold `count` bits.
  package static func words(_ count: Int) -> Int { (count + 63) >> 6 }

  /// Words with the first `count` bits set.
  package static func full(_ count: Int) -> [UInt64] {
    var words = [UInt64](repeating: .max, count: words(count))
    if count & 63 != 0 { words[words.count - 1] = 1 << UInt64(count & 63) &- 1 }
    return words
  }

  /// Whether bit `index` is set.
  package static func contains(_ words: Span<UInt64>, _ index: Int) -> Bool {
    words[index &>> 6] &>> UInt64(index & 63) & 1 == 1
  }

  /// Number of set bits in [lower, upper).
  package static func count(_ words: Span<UInt64>, _ lower: Int, _ upper: Int) -> Int {
    if lower >= upper { return 0 }
    let first = lower &>> 6
    let last = (upper &- 1) &>> 6
    let head = UInt64.max &<< UInt64(lower & 63)
    let tail = UInt64.max &>> UInt64(63 &- ((upper &- 1) & 63))
    if first == last { return (words[first] & head & tail).nonzeroBitCount }
    var sum = (words[first] & head).nonzeroBitCount
    var index = first &+ 1
    while index < last {
      sum &+= words[index].nonzeroBitCount
      index &+= 1
    }
    return sum &+ (words[last] & tail).nonzeroBitCount
  }
}
