/// Hash functions for tables inside one process; never stored, never compared across versions.
package enum Hash {
  /// Mixes 64 bits so that every input bit reaches every output bit.
  ///
  /// - Source: the multiply-fold step of wyhash (Wang Yi, 2019), the idea only.
  @inlinable
  package static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// Hashes a byte string eight bytes at a time; the last eight may overlap the ones before.
  @inlinable
  package static func bytes(_ key: Span<UInt8>) -> UInt64 {
    let count = key.count
    var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
    var tail: UInt64 = 0
    if count >= 8 {
      var index = 0
      while index &+ 8 < count {
        hash = fold(hash ^ key.word(at: index), 0xE703_7ED1_A0B4_28DB)
        index &+= 8
      }
      tail = key.word(at: count &- 8)
    } else if count >= 4 {
      tail = UInt64(key.halfWord(at: 0)) | UInt64(key.halfWord(at: count &- 4)) &<< 32
    } else if count > 0 {
      tail = UInt64(key[0]) | UInt64(key[count &>> 1]) &<< 8 | UInt64(key[count &- 1]) &<< 16
    }
    return fold(hash ^ tail, 0x8EBC_6AF0_9C88_C6E3)
  }

  /// Hashes one word.
  @inlinable
  package static func word(_ key: UInt64) -> UInt64 {
    fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xE703_7ED1_A0B4_28DB)
  }
}
