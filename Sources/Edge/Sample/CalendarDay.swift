/// A day of the Gregorian calendar from 1970 on, for writing dates.
struct CalendarDay {
  var year: Int
  /// 1...12
  var month: Int
  /// 1...31
  var dayOfMonth: Int

  /// The date that lies `days` days after 1970-01-01; days before that day count as that day.
  init(days: Int) {
    var rest = max(0, days)
    var year = 1970
    while rest >= Self.length(ofYear: year) {
      rest -= Self.length(ofYear: year)
      year += 1
    }
    var month = 1
    while rest >= Self.length(ofMonth: month, of: year) {
      rest -= Self.length(ofMonth: month, of: year)
      month += 1
    }
    self.year = year
    self.month = month
    dayOfMonth = rest + 1
  }

  /// The date as `2026-01-31`.
  var text: [UInt8] {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return Array("\(digits(year, 4))-\(digits(month, 2))-\(digits(dayOfMonth, 2))".utf8)
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func length(ofYear year: Int) -> Int { isLeap(year) ? 366 : 365 }

  private static func length(ofMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
