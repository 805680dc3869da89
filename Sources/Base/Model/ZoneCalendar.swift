import Foundation

/// Day, week, month, quarter and year boundaries in one time zone, by integer arithmetic.
///
/// 1. On construction the zone's offsets between 1970 and 2100 are read once from the system's
///    IANA data; outside of that range the nearest known offset is used.
/// 2. An instant becomes a local day number by adding the offset in force; a day number becomes an
///    instant by trying the offsets around it.
/// 3. Civil dates come from day numbers by the `days_from_civil` algorithms.
///
/// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
package struct ZoneCalendar: Sendable {
  /// Instants from which an offset holds, ascending; the first entry is the distant past.
  private let starts: [Int64]
  /// Offset from UTC from `starts[i]` on. Unit: ms.
  private let offsets: [Int64]

  /// Reads the zone's rules.
  ///
  /// - Returns: `nil` when the system does not know the zone.
  package init?(timezone identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    var starts: [Int64] = [.min]
    var date = Date(timeIntervalSince1970: 0)
    var offsets = [Int64(zone.secondsFromGMT(for: date)) * 1000]
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next < end, next > date {
      let offset = Int64(zone.secondsFromGMT(for: next)) * 1000
      if offset != offsets[offsets.count - 1] {
        starts.append(Int64((next.timeIntervalSince1970 * 1000).rounded()))
        offsets.append(offset)
      }
      date = next
    }
    self.starts = starts
    self.offsets = offsets
  }

  /// The offset in force at an instant. Unit: ms.
  private func offset(at instant: Int64) -> Int64 { offsets[segment(at: instant)] }

  /// The time around an instant in which one offset holds: [from, until). Unit: ms.
  package func period(at instant: Int64) -> (from: Int64, until: Int64, offset: Int64) {
    let index = segment(at: instant)
    let until = index + 1 < starts.count ? starts[index + 1] : .max
    return (starts[index], until, offsets[index])
  }

  /// Days since 1970-01-01 of the local date at an instant.
  package func day(at instant: Int64) -> Int64 {
    (instant + offset(at: instant)).flooredQuotient(by: Milliseconds.day)
  }

  /// The first instant of a local day, given as days since 1970-01-01.
  ///
  /// Where the zone skips local midnight, the day starts at the skip.
  package func start(ofDay day: Int64) -> Int64 {
    let midnight = day * Milliseconds.day
    var best = Int64.max
    var index = segment(at: midnight - Milliseconds.day)
    while index < starts.count && starts[index] <= midnight + 2 * Milliseconds.day {
      let from = starts[index]
      let to = index + 1 < starts.count ? starts[index + 1] : .max
      let candidate = max(midnight - offsets[index], from)
      if candidate < to && (candidate + offsets[index]).flooredQuotient(by: Milliseconds.day) == day
      {
        best = min(best, candidate)
      }
      index += 1
    }
    return best == .max ? midnight - offset(at: midnight) : best
  }

  /// The index in `starts` and `offsets` of what holds at an instant.
  private func segment(at instant: Int64) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= instant { low = middle } else { high = middle }
    }
    return low
  }
}

/// The units that calendar windows count in.
package enum CalendarUnit: String, Hashable, Sendable, CaseIterable {
  case day, week, month, quarter, year
}

extension ZoneCalendar {
  /// The unit that holds an instant, as instants.
  ///
  /// - Parameter distance: 0 for the unit that holds `instant`, -1 for the one before, 1 for the
  ///   next.
  /// - Returns: Start of that unit, inclusive. Unit: ms since 1970 UTC.
  package func start(of unit: CalendarUnit, at instant: Int64, distance: Int64 = 0) -> Int64 {
    let today = day(at: instant)
    switch unit {
    case .day: return start(ofDay: today + distance)
    case .week:
      // 1970-01-01 was a Thursday: day -3 was a Monday.
      let week = (today + 3).flooredQuotient(by: 7)
      return start(ofDay: (week + distance) * 7 - 3)
    case .month: return start(ofMonth: month(ofDay: today) + distance)
    case .quarter:
      let quarter = month(ofDay: today).flooredQuotient(by: 3)
      return start(ofMonth: (quarter + distance) * 3)
    case .year:
      let year = month(ofDay: today).flooredQuotient(by: 12)
      return start(ofMonth: (year + distance) * 12)
    }
  }

  /// Months since year 0 of a local day.
  private func month(ofDay day: Int64) -> Int64 {
    let civil = CivilDate(daysSince1970: Int(day))
    return Int64(civil.year * 12 + civil.month - 1)
  }

  private func start(ofMonth month: Int64) -> Int64 {
    let year = month.flooredQuotient(by: 12)
    let first = CivilDate(year: Int(year), month: Int(month - year * 12) + 1, day: 1)
    return start(ofDay: Int64(first.daysSince1970))
  }
}

extension Int64 {
  /// Division that rounds toward negative infinity; the divisor is positive.
  package func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
