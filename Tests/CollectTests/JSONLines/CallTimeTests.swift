import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct CallTimeTests {
  private func stamp(_ members: String) -> Stamp? {
    parseLines(#"{"event":"e","userId":"u",\#(members)}"#).batch.events.first?.stamp
  }

  @Test func `prefers the timestamp`() {
    let all =
      #""originalTimestamp":"2026-01-01T00:00:00Z","sentAt":"2026-01-01T00:00:10Z","#
      + #""receivedAt":"2026-01-01T05:00:10Z""#
    #expect(stamp(#""timestamp":"2025-01-01T00:00:00Z","# + all)?.iso == "2025-01-01T00:00:00.000Z")
    #expect(stamp(all)?.iso == "2026-01-01T05:00:00.000Z")
    #expect(stamp(#""timestamp":null,"# + all)?.iso == "2026-01-01T05:00:00.000Z")
  }

  @Test(arguments: ["originalTimestamp", "sentAt", "receivedAt"])
  func `falls back to the times that are there`(field: String) {
    #expect(stamp(#""\#(field)":"2026-01-01T00:00:00Z""#)?.iso == "2026-01-01T00:00:00.000Z")
  }

  @Test func `tells seconds from milliseconds by their size`() {
    #expect(stamp(#""timestamp":1700000000"#)?.milliseconds == 1_700_000_000_000)
    #expect(stamp(#""timestamp":1700000000123"#)?.milliseconds == 1_700_000_000_123)
    #expect(stamp(#""timestamp":1700000000.5"#)?.milliseconds == 1_700_000_000_500)
    #expect(stamp(#""timestamp":-1"#)?.milliseconds == -1_000)
    #expect(stamp(#""timestamp":1e18"#) == nil)
  }
}
