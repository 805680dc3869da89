import Foundation

/// Changes texts at random, from a seed, to find what a reader cannot bear.
///
/// It cuts, doubles, swaps and splices parts of known texts and throws in words of the language, so
/// that most results are nearly right: those reach deeper than noise.
package struct TextMutator {
  private var seed: UInt64
  private let corpus: [[UInt8]]
  private let words: [[UInt8]]

  /// Starts from `corpus`; `words` are thrown in.
  package init(seed: UInt64, corpus: [String], words: [String]) {
    self.seed = seed
    self.corpus = corpus.map { Array($0.utf8) }
    self.words = words.map { Array($0.utf8) }
  }

  /// How many rounds a test should run: `STARLING_FUZZ_ROUNDS` in the environment, else `standard`.
  package static func rounds(_ standard: Int) -> Int {
    ProcessInfo.processInfo.environment["STARLING_FUZZ_ROUNDS"].flatMap { Int($0) } ?? standard
  }

  /// The next text. It may hold anything but invalid UTF-8, which is repaired.
  package mutating func next() -> String {
    var text = pick(corpus)
    for _ in 0...below(4) { mutate(&text) }
    return String(decoding: text.prefix(1 << 16), as: UTF8.self)
  }

  private mutating func mutate(_ text: inout [UInt8]) {
    let start = below(text.count + 1)
    let end = min(text.count, start + below(below(8) == 0 ? 200 : 12))
    switch below(8) {
    case 0: text.removeSubrange(start..<end)
    case 1: text.insert(contentsOf: text[start..<end], at: below(text.count + 1))
    case 2: text.insert(contentsOf: pick(words), at: start)
    case 3: text.replaceSubrange(start..<end, with: pick(words))
    case 4:
      let other = pick(corpus)
      let from = below(other.count + 1)
      text.insert(contentsOf: other[from..<min(other.count, from + below(60))], at: start)
    case 5:
      if start < text.count { text[start] = UInt8(truncatingIfNeeded: random()) }
    case 6:
      if start < text.count { text[start] ^= 1 << UInt8(below(8)) }
    default:
      let part = Array(text[start..<end])
      for _ in 0..<below(40) { text.insert(contentsOf: part, at: start) }
    }
  }

  private mutating func pick(_ items: [[UInt8]]) -> [UInt8] { items[below(items.count)] }

  private mutating func below(_ limit: Int) -> Int { Int(random() % UInt64(max(1, limit))) }

  /// SplitMix64.
  private mutating func random() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var bits = seed
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
