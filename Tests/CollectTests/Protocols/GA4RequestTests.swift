import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct GA4RequestTests {
  private let ga4 = CollectEndpoint.ga4(isDebug: false)
  private let time = #""timestamp_micros":1772449200123456"#

  private func take(_ body: String) -> CollectedRequest {
    collect(ga4, body, query: "measurement_id=G-1&api_secret=s")
  }

  @Test func `events are track calls of the client with the params as properties`() throws {
    let request = take(
      #"{"client_id":"1.2",\#(time),"events":[{"name":"purchase","params":{"value":9.5,"#
        + #""items":[{"id":"a"}],"context":"x"}},{"name":"tap"}]}"#)
    #expect(request.writeKey == "s" && request.rejected.isEmpty)
    #expect(request.answer.status == 204 && request.answer.body.isEmpty)
    let events = request.events.events
    #expect(events.map(\.name) == ["purchase", "tap"] && events.map(\.person) == ["1.2", "1.2"])
    #expect(events[0].stamp.iso == "2026-03-02T11:00:00.123Z")
    #expect(events[0]["value"] == .number(9.5) && events[0]["context"] == nil)
    #expect(events[0].messageID.hasPrefix("sha256-") && events[0].messageID != events[1].messageID)
    #expect(
      take(#"{"client_id":"1.2",\#(time),"events":[{"name":"tap"}]}"#).events.events[0]
        .messageID == events[1].messageID)
  }

  @Test func `events without time are always new`() {
    let request = take(#"{"client_id":"1","events":[{"name":"tap"}]}"#)
    #expect(request.events.events[0].messageID.isEmpty)
    #expect(request.events.events[0].stamp == receivedAt)
  }

  @Test func `user properties make an identify call that joins user and client`() throws {
    let request = take(
      #"{"client_id":"c","user_id":"u","user_properties":{"plan":{"value":"pro"},"n":{"value":1},"#
        + #""raw":"r"},"events":[{"name":"tap"}]}"#)
    let events = request.events.events
    #expect(events.map(\.kind) == [.identify, .track] && events.map(\.person) == ["u", "u"])
    #expect(events[0].joined == "c" && events[0]["plan"] == .string("pro"))
    #expect(events[0]["n"] == .number(1) && events[0]["raw"] == .string("r"))
    #expect(events[0].messageID.isEmpty)
  }

  @Test func `a join without traits is one event for ever`() {
    let body = #"{"app_instance_id":"c","user_id":"u","events":[{"name":"tap"}]}"#
    let ids = [take(body), take(body)].map { $0.events.events[0].messageID }
    #expect(ids[0] == ids[1] && ids[0].hasPrefix("sha256-"))
    #expect(take(body).events.events[0].joined == "c")
  }

  @Test(arguments: [
    "{", "", "5", #"{"events":[]}"#, #"{"client_id":"c"}"#, #"{"client_id":"c","events":{}}"#,
    #"{"client_id":"c","timestamp_micros":"x","events":[]}"#,
    #"{"client_id":"c","timestamp_micros":1e300,"events":[]}"#,
    #"{"client_id":"c","user_properties":[],"events":[]}"#,
  ])
  func `the answer to what cannot be used is the same`(body: String) {
    let request = take(body)
    #expect(request.answer.status == 204 && request.answer.body.isEmpty)
    #expect(request.events.count == 0)
    #expect(request.rejected.count == (body.isEmpty ? 0 : 1))
  }

  @Test func `items stand alone and 25 are taken`() {
    let items = (0..<27).map { $0 == 3 ? "{}" : #"{"name":"e\#($0)"}"# }
    let request = take(#"{"client_id":"c","events":[\#(items.joined(separator: ","))]}"#)
    #expect(request.events.count == 24)
    #expect(request.reasons == [.missingEvent, .tooManyItems, .tooManyItems])
  }

  // MARK: The debug endpoint

  private func codes(_ body: String) -> [String] {
    let request = collect(.ga4(isDebug: true), body)
    #expect(request.answer.status == 200 && request.itemCount == 0)
    return request.answerText.split(separator: "validationCode\":\"").dropFirst().map {
      String($0.prefix { $0 != "\"" })
    }
  }

  @Test func `a good request has no messages and leaves nothing`() {
    let body = #"{"client_id":"c",\#(time),"events":[{"name":"purchase","params":{"value":1}}]}"#
    #expect(collect(.ga4(isDebug: true), body).answerText == #"{"validationMessages":[]}"#)
    #expect(codes(body).isEmpty)
  }

  @Test func `each code is given for what it says`() {
    func request(_ events: String, _ more: String = "") -> String {
      #"{"client_id":"c"\#(more),"events":[\#(events)]}"#
    }
    let long = String(repeating: "x", count: 101)
    let members = (0..<26).map { #""p\#($0)":1"# }.joined(separator: ",")
    #expect(codes("{") == ["VALUE_INVALID"] && codes("[]") == ["VALUE_INVALID"])
    #expect(codes(#"{"events":[]}"#) == ["VALUE_REQUIRED"])
    #expect(codes(#"{"client_id":"c"}"#) == ["VALUE_REQUIRED"])
    #expect(codes(#"{"client_id":1,"events":[]}"#) == ["VALUE_INVALID"])
    #expect(codes(request("{}")) == ["VALUE_REQUIRED"])
    #expect(codes(request(#"{"name":"1st"}"#)) == ["NAME_INVALID"])
    #expect(codes(request(#"{"name":"a b"}"#)) == ["NAME_INVALID"])
    #expect(codes(request(#"{"name":"\#(long)"}"#)) == ["NAME_INVALID"])
    #expect(codes(request(#"{"name":"first_open"}"#)) == ["NAME_RESERVED"])
    #expect(codes(request(#"{"name":"e","params":{"ga_x":1}}"#)) == ["NAME_RESERVED"])
    #expect(codes(request(#"{"name":"e","params":{"a":1,"a":2}}"#)) == ["NAME_DUPLICATED"])
    #expect(codes(request(#"{"name":"e","params":{"a":"\#(long)"}}"#)) == ["VALUE_OUT_OF_BOUNDS"])
    #expect(codes(request(#"{"name":"e","params":{\#(members)}}"#)) == ["EXCEEDED_MAX_ENTITIES"])
    #expect(
      codes(request(Array(repeating: #"{"name":"e"}"#, count: 26).joined(separator: ",")))
        == ["EXCEEDED_MAX_ENTITIES"])
    #expect(codes(request("", #","timestamp_micros":5"#)) == ["VALUE_OUT_OF_BOUNDS"])
    #expect(
      codes(request("", #","user_properties":{"p":{"value":"\#(long)"}}"#))
        == ["VALUE_OUT_OF_BOUNDS"])
    #expect(
      collect(.ga4(isDebug: true), request(#"{"name":"e","params":{"a b":1}}"#)).answerText
        .contains(#""fieldPath":"events[0].params.a b""#))
  }
}
