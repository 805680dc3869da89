import Foundation
import StarlingCollect
import StarlingModel
import Testing

@Suite struct CSVTimeTests {
  private func read(_ text: String, _ format: String, zone: String = "UTC") throws -> String? {
    try importTable(
      "person;time;event\na;\(text);e\n",
      ["time_format": format, "time_zone": zone, "delimiter": "semicolon"]
    ).events.first?.stamp.iso
  }

  @Test(arguments: [
    ("2019-11-01 17:59:13.273932", "%Y-%m-%d %H:%M:%S%.f", "2019-11-01T17:59:13.273Z"),
    ("2019-11-01 17:59:13", "%Y-%m-%d %H:%M:%S%.f", "2019-11-01T17:59:13.000Z"),
    ("19970101", "%Y%m%d", "1997-01-01T00:00:00.000Z"),
    ("1/5/2024 3:07 PM", "%m/%d/%Y %I:%M %p", "2024-01-05T15:07:00.000Z"),
    ("1/5/24 12:07 am", "%m/%d/%y %I:%M %p", "2024-01-05T00:07:00.000Z"),
    ("05 Feb 2024 10:00 +0200", "%d %b %Y %H:%M %z", "2024-02-05T08:00:00.000Z"),
    ("2024-02-05T10:00:00", "%FT%T", "2024-02-05T10:00:00.000Z"),
    ("1700000000", "epoch_s", "2023-11-14T22:13:20.000Z"),
    ("1700000000.25", "epoch_s", "2023-11-14T22:13:20.250Z"),
    ("1700000000250", "epoch_ms", "2023-11-14T22:13:20.250Z"),
    ("1700000000250999", "epoch_us", "2023-11-14T22:13:20.250Z"),
    (" 2024-02-05T10:00:00+02:00 ", "iso", "2024-02-05T08:00:00.000Z"),
  ])
  func `reads times as the format says`(text: String, format: String, expected: String) throws {
    #expect(try read(text, format) == expected)
  }

  @Test(arguments: [
    ("2019-11-01", "%Y-%m-%d %H"), ("2019-13-01", "%Y-%m-%d"), ("2019-11-01x", "%Y-%m-%d"),
    ("x", "epoch_s"), ("13:00 PM 2024-01-01", "%I:%M %p %Y-%m-%d"), ("0 2024-01-01", "%p %Y-%m-%d"),
    ("1e300", "epoch_ms"), ("2019-1", "%Y-%m-%d"),
  ])
  func `refuses times that do not fit`(text: String, format: String) throws {
    #expect(try read(text, format) == nil)
  }

  @Test func `knows summer time, the hour that is missing and the hour that comes twice`() throws {
    let berlin = "Europe/Berlin"
    #expect(try read("2024-01-15 12:00:00", "iso", zone: berlin) == "2024-01-15T11:00:00.000Z")
    #expect(try read("2024-07-15 12:00:00", "iso", zone: berlin) == "2024-07-15T10:00:00.000Z")
    #expect(try read("2024-07-15 12:00:00Z", "iso", zone: berlin) == "2024-07-15T12:00:00.000Z")
    #expect(try read("2024-07-15", "iso", zone: berlin) == "2024-07-14T22:00:00.000Z")
    // 02:30 does not exist on 31 March; it is read with the offset from before.
    #expect(try read("2024-03-31 02:30:00", "iso", zone: berlin) == "2024-03-31T01:30:00.000Z")
    // 02:30 comes twice on 27 October; the first is meant.
    #expect(try read("2024-10-27 02:30:00", "iso", zone: berlin) == "2024-10-27T00:30:00.000Z")
    #expect(try read("2024-10-27 03:00:00", "iso", zone: berlin) == "2024-10-27T02:00:00.000Z")
  }

  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca",
    "Pacific/Apia", "Asia/Tehran",
  ])
  func `agrees with Foundation wherever a local time names one instant`(name: String) throws {
    let offsets = try #require(ZoneOffsets(name: name))
    let zone = try #require(TimeZone(identifier: name))
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let second = Int64.random(in: -2_000_000_000...4_000_000_000, using: &random)
      let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
      let instant = offsets.instant(
        ofLocal: Stamp(milliseconds: (second + Int64(offset)) * 1_000 + 7))
      let found = (instant.milliseconds - 7) / 1_000
      let foundOffset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(found)))
      // The same clock reading, and the earlier instant where there are two.
      #expect(found + Int64(foundOffset) == second + Int64(offset))
      #expect(found <= second)
    }
  }
}
