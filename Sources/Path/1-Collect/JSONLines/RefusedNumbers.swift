import StarlingColumns

/// Looks for the numbers of a JSON text that simdjson refused, without saying where they are.
///
/// Whole numbers beyond 64 bits are written as doubles, which is how JavaScript reads them; where
/// an identifier is expected they become strings, as two people must not become one. A number that
/// is no finite double, or not written as JSON has it, is a problem that is named.
struct RefusedNumbers {
  /// The text as far as it was read, with such whole numbers rewritten.
  var text: [UInt8] = []

  /// An object or list around the place that is read.
  private struct Level {
    var isObject: Bool
    /// Where the name of its present member stands.
    var key = 0..<0
  }

  private let isCall: Bool
  private var levels: [Level] = []

  private static let identifiers: [[UInt8]] = [
    "userId", "anonymousId", "messageId", "previousId", "groupId",
  ].map { Array($0.utf8) }

  init(isCall: Bool) {
    self.isCall = isCall
  }

  /// Reads a document; returns what is wrong with its first number that cannot be mended.
  mutating func read(_ bytes: Span<UInt8>) -> LineProblem? {
    text.reserveCapacity(bytes.count + InputChunk.padding)
    var index = 0
    var string = 0..<0
    // Deeper ones are refused in any case.
    while index < bytes.count && levels.count <= Limits.depthMax {
      let start = index
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index = endOfString(bytes, from: index)
        string = (start + 1)..<max(start + 1, index - 1)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        while index < bytes.count && !Self.endsNumber(bytes[index]) { index += 1 }
        if let problem = add(bytes.extracting(start..<index), bytes) { return problem }
        continue
      case UInt8(ascii: "{"):
        levels.append(Level(isObject: true))
        index += 1
      case UInt8(ascii: "["):
        levels.append(Level(isObject: false))
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = levels.popLast()
        index += 1
      case UInt8(ascii: ":"):
        if !levels.isEmpty { levels[levels.count - 1].key = string }
        index += 1
      default: index += 1
      }
      text.append(copying: bytes.extracting(start..<index))
    }
    text.append(copying: bytes.extracting(droppingFirst: index))
    return nil
  }

  /// Where the string that starts at `start` ends, behind its closing quote.
  private func endOfString(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count && bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, bytes.count)
  }

  private static func endsNumber(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
      || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
  }

  // MARK: Numbers

  /// Adds a number to the text, mended where that is needed and possible.
  private mutating func add(_ number: Span<UInt8>, _ bytes: Span<UInt8>) -> LineProblem? {
    guard let isWhole = Self.isWhole(number) else {
      return LineProblem(
        .numberOutOfRange,
        "\(place(bytes)) is \(excerpt(number)), which is no number in JSON; write it with digits "
          + "and no leading zero, such as 1 or 0.5, or as a string")
    }
    let digits = String(copying: number)
    guard Double(digits)?.isFinite == true else {
      return LineProblem(
        .numberOutOfRange,
        "\(place(bytes)) is \(excerpt(number)), beyond the largest number, 1.8e308; send it as a "
          + "string or leave it out")
    }
    if !isWhole || Int64(digits) != nil || UInt64(digits) != nil {
      text.append(copying: number)
    } else if isIdentifier(bytes) {
      JSONText.append(number, to: &text)
    } else {
      text += "\(digits).0".utf8
    }
    return nil
  }

  /// Whether a number has neither fraction nor exponent; `nil` when it is none.
  ///
  /// Grammar: `-`, then `0` or digits without leading zero, then a fraction, then an exponent.
  private static func isWhole(_ number: Span<UInt8>) -> Bool? {
    var index = number[0] == UInt8(ascii: "-") ? 1 : 0
    let first = index
    index = endOfDigits(number, from: index)
    if index == first || index > first + 1 && number[first] == UInt8(ascii: "0") { return nil }
    if index == number.count { return true }
    if number[index] == UInt8(ascii: ".") {
      let start = index + 1
      index = endOfDigits(number, from: start)
      if index == start { return nil }
    }
    if index < number.count && number[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < number.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(number[index]) {
        index += 1
      }
      let start = index
      index = endOfDigits(number, from: start)
      if index == start { return nil }
    }
    return index == number.count ? false : nil
  }

  private static func endOfDigits(_ number: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < number.count && number[index] &- UInt8(ascii: "0") <= 9 { index += 1 }
    return index
  }

  // MARK: Places

  /// Whether the present member is an identifier of a call or of an item of a batch.
  private func isIdentifier(_ bytes: Span<UInt8>) -> Bool {
    let isItem = levels.count == 3 && !levels[1].isObject
    guard isCall && (levels.count == 1 || isItem), let level = levels.last, level.isObject else {
      return false
    }
    let key = bytes.extracting(level.key)
    for name in Self.identifiers {
      if key.matches(name.span) { return true }
    }
    return false
  }

  /// The names of the members that lead to the present place.
  private func place(_ bytes: Span<UInt8>) -> String {
    var names: [String] = []
    for level in levels where level.isObject {
      names.append(excerpt(bytes.extracting(level.key)))
    }
    return names.isEmpty ? "a value" : names.joined(separator: ".")
  }
}
