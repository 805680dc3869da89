import Foundation
import StarlingLanguage
import StarlingModel

/// Days, weeks, months, quarters and years of one time zone.
///
/// A day is numbered by its date: day 0 is the local 1970-01-01, whatever the zone. Foundation is
/// asked for one thing only, the zone's offset at an instant; dates are counted by hand.
final class LocalCalendar {
  private let zone: TimeZone
  private var startOfDay: [Int: Stamp] = [:]

  /// The calendar of an IANA zone name, which must exist.
  init(timezone: String) {
    guard let zone = TimeZone(identifier: timezone) else {
      preconditionFailure("no time zone is named \(timezone); check the workspace before this")
    }
    self.zone = zone
  }

  /// The number of the local day that holds `stamp`.
  func day(of stamp: Stamp) -> Int {
    // Offsets change on whole seconds, and whole seconds survive the trip through `Date`.
    let seconds = floorDivide(stamp.milliseconds, 1000)
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    return Int(floorDivide(seconds + Int64(offset), 86_400))
  }

  /// The first instant of a day; later than midnight where clocks skip it.
  func start(ofDay day: Int) -> Stamp {
    if let known = startOfDay[day] { return known }
    // No zone is a whole day away from UTC.
    var before = (Int64(day) - 1) * Milliseconds.day
    var after = (Int64(day) + 1) * Milliseconds.day
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if self.day(of: Stamp(milliseconds: middle)) >= day {
        after = middle
      } else {
        before = middle
      }
    }
    let start = Stamp(milliseconds: after)
    startOfDay[day] = start
    return start
  }

  /// The first day of the unit that holds `day`.
  func firstDay(of unit: CalendarUnit, holding day: Int) -> Int {
    let (year, month, dayOfMonth) = calendarDate(day: day)
    switch unit {
    case .day: return day
    case .week: return day - Int(floorRemainder(Int64(day) + 3, 7))  // Day 0 was a Thursday.
    case .month: return day - (dayOfMonth - 1)
    case .quarter: return self.day(year: year, month: (month - 1) / 3 * 3 + 1)
    case .year: return self.day(year: year, month: 1)
    }
  }

  /// The start of the unit that holds `stamp`.
  func start(of unit: CalendarUnit, holding stamp: Stamp) -> Stamp {
    start(ofDay: firstDay(of: unit, holding: day(of: stamp)))
  }

  /// The start of the unit before the one that holds `stamp`.
  func startOfLast(_ unit: CalendarUnit, before stamp: Stamp) -> Stamp {
    let dayBefore = firstDay(of: unit, holding: day(of: stamp)) - 1
    return start(ofDay: firstDay(of: unit, holding: dayBefore))
  }

  /// The day number of the first of a month.
  private func day(year: Int, month: Int) -> Int {
    dayNumber(year: year, month: month, day: 1)
  }
}
