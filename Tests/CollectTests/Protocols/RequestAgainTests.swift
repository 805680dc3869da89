import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// What was refused of a request is read again as its protocol has it.
@Suite struct RequestAgainTests {
  private func again(
    _ item: RejectedItem, mending: (String, String), mapping: WebhookMapping? = nil
  ) throws -> [Event] {
    var parser = RequestParser()
    let endpoint = try #require(item.endpoint)
    #expect(CollectEndpoint(word: endpoint.word)?.word == endpoint.word)
    let text = String(decoding: item.raw, as: UTF8.self).replacing(mending.0, with: mending.1)
    let found = parser.parseAgain(
      Array(text.utf8), from: endpoint, receivedAt: receivedAt, mapping: mapping)
    #expect(found.rejected == [])
    return found.events.events
  }

  @Test func `every endpoint has a word of its own`() {
    for (_, endpoint) in CollectEndpoint.paths where endpoint != .ga4(isDebug: true) {
      #expect(CollectEndpoint(word: endpoint.word)?.word == endpoint.word)
    }
    #expect(CollectEndpoint(word: "") == nil)
  }

  @Test func `a Segment call whose path said its type`() throws {
    let refused = collect(.segmentCall(.track), #"{"userId":"ann","name":"buy"}"#)
    let events = try again(refused.rejected[0], mending: ("name", "event"))
    #expect(events.map(\.name) == ["buy"] && events[0].person == "ann")
  }

  @Test func `an item of a Segment batch, and a whole one`() throws {
    let item = collect(
      segmentBatch, #"{"batch":[{"type":"trakc","userId":"ann","event":"buy"}]}"#)
    #expect(try again(item.rejected[0], mending: ("trakc", "track")).map(\.name) == ["buy"])
    let whole = collect(
      segmentBatch, #"{"batsh":[{"type":"track","userId":"ann","event":"buy"}]}"#)
    #expect(try again(whole.rejected[0], mending: ("batsh", "batch")).map(\.name) == ["buy"])
  }

  @Test func `an item of a Segment batch with what the batch says of all`() throws {
    let item = collect(
      segmentBatch,
      #"""
      {"batch":[{"type":"trakc","userId":"ann","event":"buy","timestamp":"2026-03-02T09:00:00Z",
      "context":{"page":{"url":"/a"}}}],"sentAt":"2026-03-02T10:00:00Z",
      "context":{"ip":"1.2.3.4","page":{"title":"A"}}}
      """#)
    let events = try again(item.rejected[0], mending: ("trakc", "track"))
    let taken = collect(
      segmentBatch,
      String(decoding: item.rejected[0].raw, as: UTF8.self).replacing("trakc", with: "track"))
    #expect(events.map(\.name) == ["buy"] && events == taken.events.events)
    #expect(events[0].properties.count == 3)
    // The device's clock was behind by what lay between sending and receiving.
    let sentAt = try #require(Stamp(iso: "2026-03-02T10:00:00Z")).milliseconds
    let told = try #require(Stamp(iso: "2026-03-02T09:00:00Z")).milliseconds
    #expect(events[0].stamp.milliseconds == told + receivedAt.milliseconds - sentAt)
  }

  @Test func `what a batch says of all is kept with few and small items only`() {
    let long = String(repeating: "x", count: 60_000)
    let items = Array(repeating: "0", count: 10_000).joined(separator: ",")
    let refused = collect(segmentBatch, #"{"context":"\#(long)","batch":[\#(items),{}]}"#)
    #expect(refused.rejected.count == 10_001)
    #expect(refused.rejected.reduce(0) { $0 + $1.raw.count } < 20_000)
    // Small, but no item behind the last one that is taken is kept with it.
    let objects = Array(repeating: "{}", count: 3_000).joined(separator: ",")
    let small = collect(segmentBatch, #"{"context":{"a":"b"},"batch":[\#(objects),0]}"#)
    #expect(small.rejected.first?.raw == Array(#"{"batch":[{}],"context":{"a":"b"}}"#.utf8))
    #expect(small.rejected.suffix(2).map(\.raw) == [Array("{}".utf8), Array("0".utf8)])
  }

  @Test func `an item of a PostHog batch of history`() throws {
    let refused = collect(
      postHog,
      #"""
      {"api_key":"k","historical_migration":true,"sent_at":"2026-03-02T10:00:00Z",
      "batch":[{"event":"buy","distinct":"u1"}]}
      """#)
    var parser = RequestParser()
    let item = refused.rejected[0]
    let mended = String(decoding: item.raw, as: UTF8.self)
      .replacing(#""distinct""#, with: #""distinct_id""#)
    let found = parser.parseAgain(
      Array(mended.utf8), from: try #require(item.endpoint), receivedAt: receivedAt)
    #expect(found.isHistorical && found.events.events.map(\.person) == ["u1"])
  }

  @Test func `a PostHog event`() throws {
    let refused = collect(
      postHog, #"{"api_key":"k","event":"buy","distinct":"u1","properties":{"amount":2}}"#)
    let events = try again(refused.rejected[0], mending: ("distinct", "distinct_id"))
    #expect(events.map(\.person) == ["u1"] && events[0]["amount"] == .number(2))
  }

  @Test func `a GA4 event comes with whose it is`() throws {
    let refused = collect(
      .ga4(isDebug: false),
      #"{"client_id":"c1","user_id":"u1","events":[{"nam":"buy","params":{"value":3}}]}"#)
    let events = try again(refused.rejected[0], mending: (#""nam""#, #""name""#))
    #expect(events.contains { $0.name == "buy" && $0.person == "u1" && $0["value"] == .number(3) })
  }

  @Test func `a call of a pixel`() throws {
    let refused = collect(.pixel(.track), "", query: "userId=ann&name=opened")
    let events = try again(refused.rejected[0], mending: (#""name""#, #""event""#))
    #expect(events.map(\.name) == ["opened"])
  }

  @Test func `an event of a webhook`() throws {
    let mapping = try WebhookMapping(
      reading: "events: data\nperson: who\nevent: type", place: "mapping")
    let refused = collect(
      .webhook, #"{"data":[{"who":"ann","type":"a"},{"whom":"bob","type":"b"}]}"#,
      mapping: mapping)
    #expect(refused.events.events.map(\.name) == ["a"])
    let events = try again(refused.rejected[0], mending: ("whom", "who"), mapping: mapping)
    #expect(events.map(\.name) == ["b"] && events[0].person == "bob")
  }
}
