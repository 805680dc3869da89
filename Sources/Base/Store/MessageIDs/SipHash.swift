import StarlingColumns

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A keyed hash of 128 bits: whoever does not know the key cannot make two ids collide, and by
/// chance two of 10^12 ids do with a probability of 10^-15.
///
/// - Source: Aumasson and Bernstein 2012, "SipHash: a fast short-input PRF"; SipHash-2-4 with the
///   128-bit output of the authors' reference code.
struct SipHash {
  /// What makes hashes of this data directory its own.
  struct Key: Hashable, Sendable {
    private var low: UInt64
    private var high: UInt64

    /// A key of 16 bytes; `nil` of any other number.
    init?(_ bytes: [UInt8]) {
      guard bytes.count == 16 else { return nil }
      low = UInt64(littleEndian: bytes.span.word(at: 0))
      high = UInt64(littleEndian: bytes.span.word(at: 8))
    }

    /// A key that nobody can guess.
    static func drawn() throws(StoreError) -> Key {
      // Safe: getentropy writes 16 bytes or none, which the count reports.
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 16) { buffer, filled in
        guard let base = buffer.baseAddress else { return }
        filled = unsafe getentropy(base, 16) == 0 ? 16 : 0
      }
      guard let key = Key(bytes) else {
        throw StoreError.system("draw random bytes", place: "getentropy", number: errno)
      }
      return key
    }

    /// The 16 bytes.
    var bytes: [UInt8] {
      var writer = ColumnWriter()
      writer.put(word: low)
      writer.put(word: high)
      return writer.array()
    }

    fileprivate var words: (UInt64, UInt64) { (low, high) }
  }

  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  private init(_ key: Key) {
    let (k0, k1) = key.words
    v0 = k0 ^ 0x736F_6D65_7073_6575
    v1 = k1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
    v2 = k0 ^ 0x6C79_6765_6E65_7261
    v3 = k1 ^ 0x7465_6462_7974_6573
  }

  /// The hash of some bytes; never zero, which stands for a free place in tables.
  static func hash(_ bytes: Span<UInt8>, key: Key) -> MessageIDHash {
    var state = SipHash(key)
    let count = bytes.count
    var index = 0
    while index &+ 8 <= count {
      state.absorb(UInt64(littleEndian: bytes.word(at: index)))
      index &+= 8
    }
    var last = UInt64(truncatingIfNeeded: count) &<< 56
    var shift: UInt64 = 0
    while index < count {
      last |= UInt64(bytes[index]) &<< shift
      shift &+= 8
      index &+= 1
    }
    state.absorb(last)
    state.v2 ^= 0xEE
    for _ in 0..<4 { state.round() }
    let first = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    state.v1 ^= 0xDD
    for _ in 0..<4 { state.round() }
    let second = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    return MessageIDHash(high: first, low: first | second == 0 ? 1 : second)
  }

  @inline(__always)
  private mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  @inline(__always)
  private mutating func round() {
    v0 &+= v1
    v1 = v1 &<< 13 | v1 &>> 51
    v1 ^= v0
    v0 = v0 &<< 32 | v0 &>> 32
    v2 &+= v3
    v3 = v3 &<< 16 | v3 &>> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 &<< 21 | v3 &>> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 &<< 17 | v1 &>> 47
    v1 ^= v2
    v2 = v2 &<< 32 | v2 &>> 32
  }
}
