import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Requests come at 12:00 of 2 March 2026.
@Suite struct DeviceClockTests {
  private struct Times: Equatable {
    var stamp: String
    var sent: String
  }

  private func times(_ members: String) -> Times? {
    let request = collect(.segmentCall(.track), #"{"event":"e","userId":"u",\#(members)"x":0}"#)
    guard let event = request.events.events.first else { return nil }
    return Times(
      stamp: event.stamp.iso, sent: Stamp(milliseconds: request.sentStamps[0]).iso)
  }

  private func time(_ clock: String, day: String = "2026-03-02") -> String {
    "\(day)T\(clock):00.000Z"
  }

  @Test func `a device's time is corrected by what its clock said when it sent`() {
    for field in ["timestamp", "originalTimestamp"] {
      let behind = #""\#(field)":"\#(time("09:50"))","sentAt":"\#(time("10:00"))","#
      #expect(times(behind) == Times(stamp: time("11:50"), sent: time("09:50")))
      let ahead = #""\#(field)":"\#(time("20:00"))","sentAt":"\#(time("20:01"))","#
      #expect(times(ahead) == Times(stamp: time("11:59"), sent: time("20:00")))
    }
  }

  @Test func `a call that was corrected before keeps its time`() {
    let call =
      #""timestamp":"\#(time("08:00"))","originalTimestamp":"\#(time("03:00"))","#
      + #""sentAt":"\#(time("03:01"))","#
    #expect(times(call) == Times(stamp: time("08:00"), sent: time("03:00")))
  }

  @Test func `without sentAt the device's time stays`() {
    #expect(
      times(#""timestamp":"\#(time("09:50"))","#)
        == Times(stamp: time("09:50"), sent: time("09:50")))
    #expect(
      times(#""timestamp":"\#(time("09:50"))","sentAt":"soon","#)
        == Times(stamp: time("09:50"), sent: time("09:50")))
  }

  @Test func `without any time it happened when it came`() {
    #expect(times("") == Times(stamp: time("12:00"), sent: time("12:00")))
    #expect(
      times(#""sentAt":"\#(time("10:00"))","#)
        == Times(stamp: time("12:00"), sent: time("10:00")))
  }

  @Test func `nothing happens after it came`() {
    #expect(
      times(#""timestamp":"2026-03-02T10:00:30Z","sentAt":"\#(time("10:00"))","#)?.stamp
        == time("12:00"))
  }

  @Test func `times that do not belong together correct nothing`() {
    #expect(
      times(#""timestamp":"\#(time("10:02"))","sentAt":"\#(time("10:00"))","#)?.stamp
        == time("10:02"))
    #expect(
      times(#""timestamp":"\#(time("10:02"))","sentAt":"0001-01-01T00:00:00Z","#)?.stamp
        == time("10:02"))
  }

  @Test func `a clock that stands in 1970 is corrected too`() {
    #expect(
      times(#""timestamp":"\#(time("00:10", day: "1970-01-01"))","sentAt":"1970-01-01T00:20:00Z","#)
        == Times(stamp: time("11:50"), sent: time("00:10", day: "1970-01-01")))
  }

  @Test func `a correction beyond the first year is none`() {
    #expect(
      times(#""timestamp":"0001-01-02T00:00:00Z","sentAt":"9999-01-01T00:00:00Z","#)?.stamp
        == "0001-01-02T00:00:00.000Z")
  }

  @Test func `a time that cannot be read refuses the call`() {
    #expect(
      collect(.segmentCall(.track), #"{"event":"e","userId":"u","timestamp":"soon"}"#).reasons
        == [.invalidTime])
  }
}
