/// Hash functions for tables inside one process; never stored, never compared across versions.
package enum Hash {
  /// Mixes 64 bits so that every input bit reaches every output bit.
  ///
  /// - Source: the multiply-fold step of wyhash (Wang Yi, 2019), the idea only.
  package static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// Hashes a byte string eight bytes at a time.
  package static func bytes(_ key: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: key.count)
    var index = 0
    // Safe: a borrowed view, used inside this function only.
    let raw = unsafe key.bytes
    while index &+ 8 <= key.count {
      // Safe: the loop's condition keeps all eight bytes inside the span.
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      hash = fold(hash ^ word, 0xE703_7ED1_A0B4_28DB)
      index &+= 8
    }
    var tail: UInt64 = 0
    while index < key.count {
      tail = tail &<< 8 | UInt64(key[index])
      index &+= 1
    }
    return fold(hash ^ tail, 0x8EBC_6AF0_9C88_C6E3)
  }

  /// Hashes one word.
  package static func word(_ key: UInt64) -> UInt64 {
    fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xE703_7ED1_A0B4_28DB)
  }
}
