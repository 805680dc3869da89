extension BitView {
  /// A word of the bits.
  @inlinable
  func word(_ index: Int) -> UInt64 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: wordCount), "word outside of the bits")
    // Safe: checked above.
    return unsafe base.unsafelyUnwrapped[index]
  }

  /// A word of the bits with those before `lower` and from `upper` on clear.
  @inlinable
  func word(_ index: Int, from lower: Int, to upper: Int) -> UInt64 {
    var bits = word(index)
    if index == lower &>> 6 { bits &= ~0 &<< UInt64(lower & 63) }
    if index == (upper &- 1) &>> 6 { bits &= ~0 &>> UInt64(63 &- (upper &- 1) & 63) }
    return bits
  }

  /// Number of bits set in [lower, upper).
  ///
  /// - Complexity: O(words).
  @inlinable
  public func count(_ lower: Int, _ upper: Int) -> Int {
    if lower >= upper { return 0 }
    var count = 0
    var index = lower &>> 6
    while index <= (upper &- 1) &>> 6 {
      count &+= word(index, from: lower, to: upper).nonzeroBitCount
      index &+= 1
    }
    return count
  }

  /// The n-th bit set in [lower, upper), counted from 1; `upper` when fewer are set.
  ///
  /// - Complexity: O(words).
  @inlinable
  public func place(of n: Int, _ lower: Int, _ upper: Int) -> Int {
    if lower >= upper { return upper }
    var left = n
    var index = lower &>> 6
    while index <= (upper &- 1) &>> 6 {
      var bits = word(index, from: lower, to: upper)
      let count = bits.nonzeroBitCount
      if count >= left {
        while left > 1 {
          bits &= bits &- 1
          left &-= 1
        }
        return index &<< 6 | bits.trailingZeroBitCount
      }
      left &-= count
      index &+= 1
    }
    return upper
  }

  /// The last bit set in [lower, upper); `nil` when none is.
  ///
  /// - Complexity: O(words).
  @inlinable
  public func last(_ lower: Int, _ upper: Int) -> Int? {
    if lower >= upper { return nil }
    var index = (upper &- 1) &>> 6
    while index >= lower &>> 6 {
      let bits = word(index, from: lower, to: upper)
      if bits != 0 { return index &<< 6 | (63 &- bits.leadingZeroBitCount) }
      index &-= 1
    }
    return nil
  }
}
