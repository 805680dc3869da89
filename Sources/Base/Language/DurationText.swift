import StarlingModel

/// How durations are read and written: whole numbers with units, largest first.
enum DurationText {
  /// The units from the largest to the smallest. Unit of the lengths: ms.
  static let units: [(name: String, length: Int64)] = [
    ("w", Milliseconds.week), ("d", Milliseconds.day), ("h", Milliseconds.hour),
    ("m", Milliseconds.minute), ("s", Milliseconds.second), ("ms", 1),
  ]

  /// Why a word that starts with a digit is no duration.
  enum Problem: Error {
    case unknownUnit(String, suggestion: String?)
    case order
    case fraction
    case exponent
    case missingUnit
    case tooLong
  }

  /// Reads a word such as `1d12h` to milliseconds.
  static func read(_ word: ArraySlice<UInt8>) -> Result<Int64, Problem> {
    var index = word.startIndex
    var total: Int64 = 0
    var lastUnit = -1
    while index < word.endIndex {
      let digits = word[index...].prefix { Lexer.isDigit($0) || $0 == UInt8(ascii: "_") }
      index += digits.count
      if index == word.endIndex { return .failure(.missingUnit) }
      if word[index] == UInt8(ascii: ".") { return .failure(.fraction) }
      let letters = word[index...].prefix { !Lexer.isDigit($0) && $0 != UInt8(ascii: ".") }
      index += letters.count
      let name = String(decoding: letters, as: UTF8.self)
      let count = String(decoding: digits.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
      guard let unit = units.firstIndex(where: { $0.name == name }) else {
        if isExponent(name, word, index) { return .failure(.exponent) }
        return .failure(.unknownUnit(name, suggestion: meant(by: name).map { count + $0 }))
      }
      guard unit > lastUnit else { return .failure(.order) }
      lastUnit = unit
      let part = (Int64(count) ?? .max).multipliedReportingOverflow(by: units[unit].length)
      let sum = total.addingReportingOverflow(part.partialValue)
      total = sum.partialValue
      if part.overflow || sum.overflow || total > LanguageLimits.durationMs {
        return .failure(.tooLong)
      }
    }
    return .success(total)
  }

  /// Writes the shortest usual form: one unit when it divides the length and fewer than a hundred
  /// of it are needed (any number of days), else several. Weeks are written as days.
  static func write(_ milliseconds: Int64) -> String {
    if milliseconds == 0 { return "0s" }
    for (name, length) in units.dropFirst() where milliseconds % length == 0 {
      let count = milliseconds / length
      if count < 100 || name == "d" { return "\(count)\(name)" }
    }
    var rest = milliseconds
    var text = ""
    for (name, length) in units.dropFirst() where rest >= length {
      text += "\(rest / length)\(name)"
      rest %= length
    }
    return text
  }

  private static func isExponent(_ name: String, _ word: ArraySlice<UInt8>, _ end: Int) -> Bool {
    (name == "e" || name == "E") && end < word.endIndex
  }

  /// The unit that a longer or shorter word for it stands for.
  private static func meant(by word: String) -> String? {
    switch word.lowercased() {
    case "ms", "msec", "millis", "milliseconds", "millisecond": "ms"
    case "s", "sec", "secs", "second", "seconds": "s"
    case "m", "min", "mins", "minute", "minutes": "m"
    case "h", "hr", "hrs", "hour", "hours": "h"
    case "d", "day", "days": "d"
    case "w", "wk", "week", "weeks": "w"
    default: nil
    }
  }
}

extension DurationText.Problem {
  /// Whether a number was meant rather than a duration.
  var isNumber: Bool {
    if case .exponent = self { true } else { false }
  }

  func message(_ text: String) -> String {
    switch self {
    case .unknownUnit(let name, _): "\(name) in \(text) is not a unit of time"
    case .order: "the units of \(text) do not go from the largest to the smallest"
    case .fraction: "\(text) is not a whole number of its unit"
    case .exponent: "numbers have no exponent, as in \(text)"
    case .missingUnit: "the last number of \(text) has no unit"
    case .tooLong: "\(text) is longer than 100,000 years"
    }
  }

  var expected: String? {
    switch self {
    case .unknownUnit, .missingUnit: "w, d, h, m, s or ms behind each number, as in 1d12h"
    case .order: "each unit once, in the order w d h m s ms, as in 1d12h"
    case .fraction: "a whole number of a smaller unit, such as 36h for one and a half days"
    case .exponent: "all digits, such as 1_000_000"
    case .tooLong: nil
    }
  }

  var suggestion: String? {
    if case .unknownUnit(_, let suggestion) = self { suggestion } else { nil }
  }
}
