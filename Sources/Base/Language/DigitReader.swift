/// Reads fixed groups of digits and separators from a word.
struct DigitReader {
  private let word: ArraySlice<UInt8>
  private var index: Int

  init(_ word: ArraySlice<UInt8>) {
    self.word = word
    index = word.startIndex
  }

  var isAtEnd: Bool { index == word.endIndex }

  /// How many digits follow.
  var remainingDigits: Int { word[index...].prefix { Lexer.isDigit($0) }.count }

  /// Exactly `count` digits as a number; nil, without moving, when fewer follow.
  mutating func digits(_ count: Int) -> Int? {
    guard word.endIndex - index >= count else { return nil }
    var value = 0
    for byte in word[index..<(index + count)] {
      guard Lexer.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    index += count
    return value
  }

  /// Moves over `separator` when it follows.
  mutating func skip(_ separator: Unicode.Scalar) -> Bool {
    guard !isAtEnd, word[index] == UInt8(ascii: separator) else { return false }
    index += 1
    return true
  }
}
