import StarlingModel

/// The instant that a trait's text names, for `elapsed(trait.x)`.
///
/// Two forms of ISO 8601 count, in the extended format: a date, `2026-03-10`, meaning midnight UTC,
/// and a date and time with zone, `2026-03-10T08:30[:15[.250]]` followed by `Z`, `+01:00`, `+0100`
/// or `+01`. Digits after the millisecond are cut off. Anything else names no instant.
package func namedInstant(_ text: String) -> Stamp? {
  var scanner = DigitScanner(text)
  guard let year = scanner.number(digits: 4), scanner.skip("-"),
    let month = scanner.number(digits: 2), (1...12).contains(month), scanner.skip("-"),
    let day = scanner.number(digits: 2), (1...daysInMonth(month, of: year)).contains(day)
  else { return nil }
  let midnight = Int64(dayNumber(year: year, month: month, day: day)) * Milliseconds.day
  if scanner.isAtEnd { return Stamp(milliseconds: midnight) }
  guard scanner.skip("T"), let timeMs = scanner.timeOfDayMs(), let zoneMs = scanner.zoneMs(),
    scanner.isAtEnd
  else { return nil }
  return Stamp(milliseconds: midnight + timeMs - zoneMs)
}

/// Reads fixed-width numbers off the front of a text.
private struct DigitScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Character) -> Bool {
    guard let byte = rest.first, byte == character.asciiValue else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(digits count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// `hh:mm[:ss[.fraction]]` as milliseconds since midnight.
  mutating func timeOfDayMs() -> Int64? {
    guard let hour = number(digits: 2), hour < 24, skip(":"),
      let minute = number(digits: 2), minute < 60
    else { return nil }
    var milliseconds = Int64(hour) * Milliseconds.hour + Int64(minute) * Milliseconds.minute
    guard skip(":") else { return milliseconds }
    guard let second = number(digits: 2), second < 60 else { return nil }
    milliseconds += Int64(second) * Milliseconds.second
    guard skip(".") else { return milliseconds }
    guard let fraction = fractionMs() else { return nil }
    return milliseconds + fraction
  }

  private mutating func fractionMs() -> Int64? {
    let digits = rest.prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    let padded = Array(digits.prefix(3)) + Array(repeating: 48, count: max(0, 3 - digits.count))
    return padded.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// `Z` or `+hh[[:]mm]`, as milliseconds east of UTC.
  mutating func zoneMs() -> Int64? {
    if skip("Z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hour = number(digits: 2), hour < 24 else { return nil }
    var minute = 0
    if !isAtEnd {
      _ = skip(":")
      guard let minutes = number(digits: 2), minutes < 60 else { return nil }
      minute = minutes
    }
    let size = Int64(hour) * Milliseconds.hour + Int64(minute) * Milliseconds.minute
    return isEast ? size : -size
  }
}
