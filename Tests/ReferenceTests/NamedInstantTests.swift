import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

@Suite struct NamedInstantTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1970-01-02", 86_400_000), ("1969-12-31", -86_400_000),
    ("2000-02-29", 951_782_400_000), ("2026-03-10", 1_773_100_800_000),
    ("1970-01-01T00:00:00.001Z", 1), ("1970-01-01T00:00:00.0019Z", 1),
    ("1970-01-01T01:30Z", 5_400_000), ("1970-01-01T01:30:00+01:30", 0),
    ("1970-01-01T01:00:00.5+01", 500), ("1969-12-31T23:00:00-0100", 0),
  ])
  func `reads dates and times with zone`(text: String, milliseconds: Int64) {
    #expect(namedInstant(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "soon", "2026", "2026-03", "2026-02-29", "2026-13-01", "2026-00-10", "2026-3-10",
    "2026-03-10T", "2026-03-10T00:00:00", "2026-03-10T24:00:00Z", "2026-03-10T00:60:00Z",
    "2026-03-10T00:00:00.Z", "2026-03-10 00:00:00Z", "2026-03-10T00:00:00Zjunk",
    " 2026-03-10", "2026-03-10T00Z", "2026-03-10T00:00:00+25:00",
  ])
  func `anything else names no instant`(text: String) {
    #expect(namedInstant(text) == nil)
  }
}
