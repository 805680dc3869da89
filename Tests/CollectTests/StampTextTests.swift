import Foundation
import StarlingModel
import Testing

@Suite struct StampTextTests {
  @Test func `agrees with Foundation on random instants`() throws {
    var random = SeededGenerator(seed: 7)
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    for _ in 0..<2_000 {
      let milliseconds = Int64.random(in: -60_000_000_000_000...253_402_300_799_999, using: &random)
      let stamp = Stamp(milliseconds: milliseconds)
      // Foundation switches to the Julian calendar before 1582.
      if milliseconds > -12_219_292_800_000 {
        // Whole seconds, because a Double cannot hold distant milliseconds.
        let second = (milliseconds - (milliseconds % 1_000 + 1_000) % 1_000) / 1_000
        let date = Date(timeIntervalSince1970: Double(second))
        #expect(date.formatted(style).prefix(19) == stamp.iso.prefix(19))
      }
      #expect(Stamp(iso: stamp.iso) == stamp)
    }
  }

  @Test func `finds the same day in both directions for four centuries`() {
    for days in -80_000..<80_000 {
      let date = CivilDate(daysSince1970: days)
      #expect(date.isValid && date.daysSince1970 == days)
    }
  }

  @Test(arguments: [
    ("2026-03-02", "2026-03-02T00:00:00.000Z"),
    ("2026-03-02T12:00Z", "2026-03-02T12:00:00.000Z"),
    ("2026-03-02T12:00:00", "2026-03-02T12:00:00.000Z"),
    ("2026-03-02 12:00:00.5", "2026-03-02T12:00:00.500Z"),
    ("2026-03-02t12:00:00z", "2026-03-02T12:00:00.000Z"),
    ("2026-03-02T12:00:00.123999999Z", "2026-03-02T12:00:00.123Z"),
    ("2026-03-02T12:00:00,5Z", "2026-03-02T12:00:00.500Z"),
    ("2026-03-02T00:30:00+01:00", "2026-03-01T23:30:00.000Z"),
    ("2026-03-02T00:30:00-0530", "2026-03-02T06:00:00.000Z"),
    ("2026-03-02T00:30:00+01", "2026-03-01T23:30:00.000Z"),
    ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
    ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
    ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
  ])
  func `reads the forms it promises`(text: String, expected: String) {
    #expect(Stamp(iso: text)?.iso == expected)
  }

  @Test(arguments: [
    "", "2026", "2026-3-2", "2026-13-01", "2026-00-10", "2025-02-29", "1900-02-29", "2026-04-31",
    "0000-01-01", "2026-03-02T", "2026-03-02T1", "2026-03-02T24:00:00Z", "2026-03-02T12:60Z",
    "2026-03-02T12:00:61Z", "2026-03-02T12:00:00.Z", "2026-03-02T12:00:00+1",
    "2026-03-02T12:00:00Zx",
    "2026-03-02T12:00:00+25:00", "2026-03-02T12:00:00+01:60", "2026-03-02T12:00:00+01.00",
    "2026-03-02x12:00:00Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00",
    "2026-03-02T1a:00:00Z", "-026-03-02", "2026/03/02", "２０２６-03-02",
  ])
  func `refuses what is no instant`(text: String) {
    #expect(Stamp(iso: text) == nil)
  }

  @Test func `can require a zone`() {
    #expect(Stamp(iso: "2026-03-02T12:00:00", requiresZone: true) == nil)
    #expect(Stamp(iso: "2026-03-02T12:00:00Z", requiresZone: true) != nil)
    #expect(Stamp(iso: "2026-03-02", requiresZone: true) != nil)
  }
}
