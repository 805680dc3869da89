import StarlingModel

/// How instants are read and written: `2026-01-31`, `2026-01-31T12:00:00Z`, with or without ms.
enum InstantText {
  /// Why a word is no instant.
  struct Problem: Error {
    var reason: String
    var suggestion: String?
  }

  /// Reads a whole word; a date is its midnight in UTC.
  static func read(_ word: ArraySlice<UInt8>) -> Result<Stamp, Problem> {
    var reader = DigitReader(word)
    guard let year = reader.digits(4), reader.skip("-"), let month = reader.digits(2),
      reader.skip("-"), let day = reader.digits(2)
    else { return .failure(Problem(reason: "is not a date", suggestion: nil)) }
    let length = CivilDate.length(ofMonth: month, year: year)
    guard (1...12).contains(month), (1...length).contains(day) else {
      return .failure(Problem(reason: "is not a day of the calendar", suggestion: nil))
    }
    let date = CivilDate(year: year, month: month, day: day)
    let midnight = Int64(date.daysSince1970) * Milliseconds.day
    if reader.isAtEnd { return .success(Stamp(milliseconds: midnight)) }
    return readTime(&reader).map { Stamp(milliseconds: midnight + $0) }
  }

  private static func readTime(_ reader: inout DigitReader) -> Result<Int64, Problem> {
    guard reader.skip("T"), let hour = reader.digits(2), reader.skip(":"),
      let minute = reader.digits(2), reader.skip(":"), let second = reader.digits(2)
    else { return .failure(Problem(reason: "is not a date and time", suggestion: nil)) }
    guard hour < 24, minute < 60, second < 60 else {
      return .failure(Problem(reason: "has a time of day that does not exist", suggestion: nil))
    }
    var fraction = 0
    if reader.skip(".") {
      let count = reader.remainingDigits
      guard (1...3).contains(count), let value = reader.digits(count) else {
        return .failure(Problem(reason: "is finer than a millisecond", suggestion: nil))
      }
      fraction = value * [1: 100, 2: 10, 3: 1][count, default: 1]
    }
    guard reader.skip("Z"), reader.isAtEnd else {
      return .failure(Problem(reason: "does not end in Z, for UTC", suggestion: nil))
    }
    return .success(Int64(((hour * 60 + minute) * 60 + second) * 1000 + fraction))
  }

  /// Writes an instant of the years 0 to 9999 in its shortest form.
  static func write(_ stamp: Stamp) -> String {
    let day = stamp.milliseconds.flooredQuotient(by: Milliseconds.day)
    let time = stamp.milliseconds - day * Milliseconds.day
    let date = CivilDate(daysSince1970: Int(day))
    var text = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))"
    if time == 0 { return text }
    let seconds = Int(time / 1000)
    text += "T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
    text += ":\(padded(seconds % 60, 2))"
    let fraction = Int(time % 1000)
    return fraction == 0 ? text + "Z" : text + ".\(padded(fraction, 3))Z"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
