import Foundation
import StarlingLanguage
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingReference

@Suite struct LocalCalendarTests {
  @Test func `a day starts later where clocks skip midnight`() {
    let beirut = LocalCalendar(timezone: "Asia/Beirut")
    let day = beirut.day(of: "2026-03-29T12:00:00Z")
    // At midnight, 22:00 UTC, clocks went to one o'clock.
    #expect(beirut.start(ofDay: day) == "2026-03-28T22:00:00Z")
  }

  @Test func `weeks start on Monday and quarters in January, April, July and October`() {
    let berlin = LocalCalendar(timezone: "Europe/Berlin")
    let sunday: Stamp = "2026-03-29T21:59:59.999Z"
    #expect(berlin.start(of: .week, holding: sunday) == "2026-03-22T23:00:00Z")
    #expect(berlin.start(of: .quarter, holding: sunday) == "2025-12-31T23:00:00Z")
    #expect(berlin.start(of: .month, holding: sunday) == "2026-02-28T23:00:00Z")
    #expect(berlin.startOfLast(.month, before: sunday) == "2026-01-31T23:00:00Z")
    #expect(berlin.startOfLast(.quarter, before: sunday) == "2025-09-30T22:00:00Z")
    #expect(berlin.startOfLast(.year, before: sunday) == "2024-12-31T23:00:00Z")
  }

  @Test(arguments: WorkspaceGenerator.timezones)
  func `agrees with Foundation's calendar`(timezone: String) throws {
    var foundation = Calendar(identifier: .iso8601)
    foundation.timeZone = try #require(TimeZone(identifier: timezone))
    let calendar = LocalCalendar(timezone: timezone)
    let units: [(CalendarUnit, Calendar.Component)] = [
      (.day, .day), (.week, .weekOfYear), (.month, .month), (.year, .year),
    ]
    var random = SeededGenerator(seed: 7)
    for _ in 0..<100 {
      // 2000 to 2036.
      let second = random.number(946_684_800...2_082_758_400)
      let date = Date(timeIntervalSince1970: Double(second))
      for (unit, component) in units {
        let start = try #require(foundation.dateInterval(of: component, for: date)?.start)
        let expected = Int64(start.timeIntervalSince1970) * 1000
        let stamp = Stamp(milliseconds: Int64(second) * 1000)
        #expect(
          calendar.start(of: unit, holding: stamp).milliseconds == expected,
          "\(unit) of \(stamp.text)")
      }
    }
  }
}
