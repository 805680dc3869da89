import StarlingModel

/// Reads the Retry-After header: a number of seconds, or a date in one of HTTP's three forms.
///
///     120
///     Wed, 21 Oct 2026 07:28:00 GMT        the form of today
///     Wednesday, 21-Oct-26 07:28:00 GMT    RFC 850
///     Wed Oct 21 07:28:00 2026             asctime; also GMT
///
/// - Source: RFC 9110, sections 10.2.3 and 5.6.7. The name of the day is not compared with the
/// date.
package enum RetryAfter {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The instant before which a target does not want to hear of us; `nil` for a text that says
  /// none.
  ///
  /// - Parameters:
  ///   - now: When the answer came.
  ///   - maxMs: The longest wait; a later instant counts as that much after now. Unit: ms.
  package static func instant(_ text: String, now: Stamp, maxMs: Int64) -> Stamp? {
    let latest = now.milliseconds + maxMs
    let words = text.lowercased().split { $0 == " " || $0 == "\t" }
    if words.count == 1, let word = words.first, word.utf8.allSatisfy({ isDigit($0) }) {
      // More digits than the number holds are more than any limit.
      let seconds = Int64(word) ?? .max
      let isLate = seconds > maxMs / 1_000
      return Stamp(milliseconds: isLate ? latest : now.milliseconds + seconds * 1_000)
    }
    guard let date = date(words, now) else { return nil }
    return Stamp(milliseconds: min(max(date.milliseconds, now.milliseconds), latest))
  }

  private static func date(_ words: [Substring], _ now: Stamp) -> Stamp? {
    switch words.count {
    case 6:
      return stamp(day: words[1], month: words[2], year: words[3], clock: words[4])
    case 5:
      return stamp(day: words[2], month: words[1], year: words[4], clock: words[3])
    case 4:
      let parts = words[1].split(separator: "-")
      guard parts.count == 3, parts[2].utf8.count == 2, let short = Int(parts[2]) else {
        return nil
      }
      // A year that seems more than 50 years ahead is the one of the century before.
      let thisYear = CivilDate(daysSince1970: Int(now.milliseconds / Milliseconds.day)).year
      var year = thisYear / 100 * 100 + short
      if year > thisYear + 50 { year -= 100 }
      return stamp(day: parts[0], month: parts[1], year: "\(year)", clock: words[2])
    default:
      return nil
    }
  }

  private static func stamp(
    day: Substring, month: Substring, year: Substring, clock: Substring
  ) -> Stamp? {
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard let monthIndex = months.firstIndex(of: String(month)), parts.count == 3,
      let day = number(day, 1...2), let year = number(year, 4...4),
      let hour = number(parts[0], 2...2), let minute = number(parts[1], 2...2),
      let second = number(parts[2], 2...2), hour < 24, minute < 60, second <= 60
    else { return nil }
    let date = CivilDate(year: year, month: monthIndex + 1, day: day)
    guard date.isValid else { return nil }
    let seconds = Int64(hour * 3_600 + minute * 60 + second)
    return Stamp(
      milliseconds: Int64(date.daysSince1970) * Milliseconds.day + seconds * Milliseconds.second)
  }

  private static func number(_ text: Substring, _ digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ isDigit($0) }) else {
      return nil
    }
    return Int(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
