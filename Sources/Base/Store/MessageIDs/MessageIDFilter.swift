/// Tells quickly that a hash is not in a run: one line of the cache is read, and 1.2 in 100 of the
/// hashes that are not there pass.
///
/// - Source: Putze, Sanders and Singler 2007, "Cache-, hash- and space-efficient Bloom filters":
///   the blocked variant, here 512 bits, six of them for each hash, ten bits of memory for each.
struct MessageIDFilter: Sendable {
  private static let wordsPerLine = 8
  private static let bitsPerHash = 10

  private(set) var words: [UInt64]
  private let lines: UInt64

  /// A filter for so many hashes.
  init(expecting count: Int) {
    let lineCount = max(1, (count * Self.bitsPerHash + 511) / 512)
    words = [UInt64](repeating: 0, count: lineCount * Self.wordsPerLine)
    lines = UInt64(lineCount)
  }

  /// The filter of these words; `nil` when they are no whole lines.
  init?(words: [UInt64]) {
    if words.isEmpty || words.count % Self.wordsPerLine != 0 { return nil }
    self.words = words
    lines = UInt64(words.count / Self.wordsPerLine)
  }

  // Runs are sorted by `high`, so a run that is written or merged fills its filter front to back.
  @inline(__always)
  private func line(_ hash: MessageIDHash) -> Int {
    Int(truncatingIfNeeded: hash.high.multipliedFullWidth(by: lines).high) &* Self.wordsPerLine
  }

  /// Adds a hash.
  mutating func insert(_ hash: MessageIDHash) {
    let start = line(hash)
    var bits = hash.low
    for _ in 0..<6 {
      words[start &+ Int(truncatingIfNeeded: bits &>> 6 & 7)] |= 1 &<< (bits & 63)
      bits &>>= 9
    }
  }

  /// Whether a hash may be there; `false` is certain.
  @inline(__always)
  func mayContain(_ hash: MessageIDHash) -> Bool {
    let start = line(hash)
    var bits = hash.low
    for _ in 0..<6 {
      if words[start &+ Int(truncatingIfNeeded: bits &>> 6 & 7)] &>> (bits & 63) & 1 == 0 {
        return false
      }
      bits &>>= 9
    }
    return true
  }
}
