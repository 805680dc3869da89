import StarlingColumns

/// The length, the first and the last bytes of a key: all of it up to 16 bytes, so that most keys
/// are compared with three numbers.
struct KeyWords: Equatable {
  private var count: Int
  private var head: UInt64
  private var tail: UInt64

  init(_ key: Span<UInt8>) {
    count = key.count
    if count >= 8 {
      head = key.word(at: 0)
      tail = key.word(at: count &- 8)
    } else if count >= 4 {
      head = UInt64(key.halfWord(at: 0))
      tail = UInt64(key.halfWord(at: count &- 4))
    } else {
      head = 0
      tail = 0
      var index = 0
      while index < count {
        head = head &<< 8 | UInt64(key[index])
        index &+= 1
      }
    }
  }

  /// Whether equal words mean equal keys.
  var isWhole: Bool { count <= 16 }
}
