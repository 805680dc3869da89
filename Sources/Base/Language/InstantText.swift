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
    guard (1...12).contains(month), (1...daysIn(month: month, year: year)).contains(day) else {
      return .failure(Problem(reason: "is not a day of the calendar", suggestion: nil))
    }
    let midnight = Int64(dayNumber(year: year, month: month, day: day)) * Milliseconds.day
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
    let (day, time) = stamp.milliseconds.quotientAndRemainder(floor: Milliseconds.day)
    let date = civil(dayNumber: Int(day))
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

  static func daysIn(month: Int, year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    // Years start in March, so that the leap day is the last of its year.
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let leapDays = floor(shifted, 4) - floor(shifted, 100) + floor(shifted, 400)
    let daysBeforeMonth = (153 * monthFromMarch + 2) / 5
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    return 365 * shifted + leapDays + daysBeforeMonth + day - 1 - 719_468
  }

  /// The date of a day number: the inverse of `dayNumber`.
  static func civil(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    // The mean year has 146,097 / 400 days; the estimate is off by at most one.
    var year = floor((dayNumber + 719_468) * 400, 146_097)
    while self.dayNumber(year: year + 1, month: 1, day: 1) <= dayNumber { year += 1 }
    while self.dayNumber(year: year, month: 1, day: 1) > dayNumber { year -= 1 }
    var month = 1
    var rest = dayNumber - self.dayNumber(year: year, month: 1, day: 1)
    while rest >= daysIn(month: month, year: year) {
      rest -= daysIn(month: month, year: year)
      month += 1
    }
    return (year, month, rest + 1)
  }

  private static func floor(_ value: Int, _ divisor: Int) -> Int {
    value.quotientAndRemainder(floor: divisor).quotient
  }
}

extension BinaryInteger {
  /// Division that rounds down, so that the remainder is never negative.
  func quotientAndRemainder(floor divisor: Self) -> (quotient: Self, remainder: Self) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
