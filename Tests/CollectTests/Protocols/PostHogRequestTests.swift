import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct PostHogRequestTests {
  private func event(_ body: String, query: String = "") throws -> Event {
    let request = collect(postHog, body, query: query)
    #expect(request.rejected.isEmpty, "\(request.rejected)")
    return try #require(request.events.events.first)
  }

  @Test func `a single event with the key beside it`() throws {
    let request = collect(
      postHog,
      #"{"api_key":"k","event":"e","distinct_id":"u","properties":{"a":1,"token":"k","#
        + #""context":{"x":1},"b":{"c":true}},"uuid":"018f-1","timestamp":"2026-03-02T11:00:00Z"}"#)
    #expect(request.writeKey == "k" && !request.hasConflictingKeys)
    #expect(request.answer.status == 200 && request.answerText == #"{"status":1}"#)
    let event = try #require(request.events.events.first)
    #expect(event.kind == .track && event.name == "e" && event.person == "u")
    #expect(event.messageID == "018f-1" && event.stamp.iso == "2026-03-02T11:00:00.000Z")
    #expect(event.properties.count == 2 && event["b", "c"] == .boolean(true))
  }

  @Test func `a bare array with keys inside and times as offsets`() {
    let request = collect(
      postHog,
      #"[{"event":"a","properties":{"token":"k","distinct_id":"x"},"offset":2000,"uuid":"1"},"#
        + #"{"event":"b","properties":{"token":"k","distinct_id":7},"offset":-5,"uuid":"2"}]"#,
      query: "ip=1&_=1772449200000&ver=1")
    #expect(request.writeKey == "k")
    let events = request.events.events
    #expect(events.map(\.person) == ["x", "7"])
    #expect(events.map(\.stamp.iso) == ["2026-03-02T11:59:58.000Z", "2026-03-02T12:00:00.000Z"])
    #expect(Stamp(milliseconds: request.sentStamps[0]).iso == "2026-03-02T10:59:58.000Z")
  }

  @Test(arguments: [#""sent_at":"2026-03-02T10:00:00Z""#, #""sentAt":"2026-03-02T10:00:00Z""#])
  func `a batch is corrected by the time of sending`(sent: String) {
    let request = collect(
      .postHog(isBatch: true),
      #"{"api_key":"k",\#(sent),"batch":[{"event":"a","distinct_id":"u","#
        + #""timestamp":"2026-03-02T09:00:00Z"},{"event":"","distinct_id":"u"},{"event":"b"}]}"#)
    #expect(request.events.events.map(\.stamp.iso) == ["2026-03-02T11:00:00.000Z"])
    #expect(request.reasons == [.missingEvent, .missingPerson] && request.answer.status == 200)
    #expect(request.events.events[0].messageID.hasPrefix("sha256-"))
  }

  @Test func `history keeps its times`() {
    let request = collect(
      .postHog(isBatch: true),
      #"{"api_key":"k","historical_migration":true,"sent_at":"2026-03-02T10:00:00Z","batch":"#
        + #"[{"event":"a","distinct_id":"u","timestamp":"2020-01-01T00:00:00Z"}]}"#)
    #expect(request.isHistorical)
    #expect(request.events.events.first?.stamp.iso == "2020-01-01T00:00:00.000Z")
  }

  @Test func `identify sets traits and joins`() throws {
    let event = try event(
      #"{"event":"$identify","distinct_id":"u","properties":{"$anon_distinct_id":"x","#
        + #""$set":{"plan":"pro","n":{"m":1}},"$set_once":{"first":"f"},"other":1}}"#)
    #expect(event.kind == .identify && event.person == "u" && event.joined == "x")
    #expect(event.name.isEmpty && event.properties.count == 3)
    #expect(event["plan"] == .string("pro") && event["n", "m"] == .number(1))
    #expect(event["$set_once", "first"] == .string("f"))
    let same = try self.event(
      #"{"event":"$identify","distinct_id":"u","properties":{"$anon_distinct_id":"u"},"#
        + #""$set":{"plan":"pro"}}"#)
    #expect(same.joined == nil && same["plan"] == .string("pro"))
  }

  @Test func `an event that sets traits makes an identify call beside it`() {
    let body =
      #"{"event":"e","distinct_id":"u","uuid":"1","properties":{"a":1,"$set":{"plan":"pro"}"#
    let events = collect(postHog, body + "}}").events.events
    #expect(events.map(\.kind) == [.track, .identify])
    #expect(events.map(\.messageID) == ["1", "1/set"])
    #expect(events[0].properties.count == 1 && events[1]["plan"] == .string("pro"))
    let anonymous = collect(postHog, body + #","$process_person_profile":false}}"#)
    #expect(anonymous.events.events.map(\.kind) == [.track])
    #expect(collect(postHog, #"{"event":"e","distinct_id":"u","$set":{}}"#).events.count == 1)
  }

  @Test func `alias, group, page, screen and engage`() throws {
    let alias = try event(
      #"{"event":"$create_alias","properties":{"distinct_id":"u","alias":"old"}}"#)
    #expect(alias.kind == .alias && alias.joined == "old")
    let group = try event(
      #"{"event":"$groupidentify","distinct_id":"u","properties":{"$group_type":"company","#
        + #""$group_key":"acme","$group_set":{"size":3}}}"#)
    #expect(group.kind == .group && group["groupId"] == .string("acme"))
    #expect(group["$group_set", "size"] == .number(3))
    let page = try event(#"{"event":"$pageview","distinct_id":"u","properties":{"$x":1}}"#)
    #expect(page.kind == .page && page.name == "$pageview")
    #expect(try event(#"{"event":"$screen","distinct_id":"u"}"#).kind == .screen)
    let engage = try event(#"{"token":"k","$distinct_id":"u","$set":{"plan":"pro"}}"#)
    #expect(engage.kind == .identify && engage["plan"] == .string("pro"))
  }

  @Test func `insert ids are message ids`() throws {
    let event = try event(
      #"{"event":"e","distinct_id":"u","properties":{"$insert_id":"i"}}"#)
    #expect(event.messageID == "i")
  }

  @Test func `keys that differ count as none`() {
    let request = collect(
      postHog,
      #"[{"event":"a","properties":{"token":"k","distinct_id":"x"}},"#
        + #"{"event":"b","properties":{"token":"l","distinct_id":"x"}}]"#)
    #expect(request.hasConflictingKeys)
  }

  @Test(arguments: [
    #"{"event":"e"}"#, #"{"distinct_id":"u"}"#, "[]", "5", #"{"batch":[]}"#, #"{"batch":3}"#, "{",
    #"{"event":"e","distinct_id":"u","properties":[]}"#,
    #"{"event":"$create_alias","distinct_id":"u"}"#, #"{"event":"$groupidentify","distinct_id":1}"#,
    #"{"event":7,"distinct_id":"u"}"#, #"{"event":"e","distinct_id":{}}"#,
  ])
  func `a request without a good event is refused`(body: String) {
    let request = collect(postHog, body)
    #expect(request.answer.status == 400 && request.events.count == 0)
    #expect(request.answerText.contains("validation_error"))
  }

  @Test func `two megabytes are the limit of single events and twenty that of batches`() {
    let text = String(repeating: "x", count: 2 << 20)
    let body = #"{"batch":[{"event":"e","distinct_id":"u","properties":{"p":"\#(text)"}}]}"#
    #expect(collect(postHog, body).answer.status == 413)
    #expect(collect(.postHog(isBatch: true), body).events.count == 1)
  }
}
