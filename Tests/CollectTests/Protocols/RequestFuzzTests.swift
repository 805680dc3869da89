import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Mutated requests of every protocol must end in events, rejected items or an answer, never in a
/// crash. Longer runs: `STARLING_FUZZ_ROUNDS=1000000 swift test --filter RequestFuzz`.
@Suite struct RequestFuzzTests {
  private static let bodies = [
    #"{"batch":[{"type":"track","event":"e","userId":"u","timestamp":"2026-03-02T09:00:00Z"},"#
      + #"{"type":"group","groupId":1,"userId":2e3,"traits":{"a":[1]}}],"sentAt":1,"context":{}}"#,
    #"[{"event":"$identify","properties":{"token":"k","distinct_id":"x","$set":{"a":1},"#
      + #""$set_once":{"b":{}},"$anon_distinct_id":"y"},"offset":5},{"event":"e"}]"#,
    #"{"client_id":"c","user_id":1,"timestamp_micros":"1772449200123456","user_properties":"#
      + #"{"p":{"value":1}},"events":[{"name":"e","params":{"a":"b"}},{}]}"#,
    #"{"api_key":"k","batch":[{"event":"$create_alias","distinct_id":1,"#
      + #""properties":{"alias":2}}]}"#,
    "data=eyJldmVudCI6ImUiLCJ1c2VySWQiOiJ1In0&compression=base64&a=%C3%BC",
  ]
  private static let endpoints: [CollectEndpoint] =
    CollectEndpoint.paths.map(\.endpoint) + [.webhook]
  private static let types = [nil, "text/plain", "application/x-www-form-urlencoded"]
  private static let encodings = [nil, nil, nil, "gzip", "deflate", "br"]
  private static let tokens = [
    "\"", "{", "}", "[", "]", ",", ":", "\\", "null", "1e308", "-0", "\u{0}", "%", "=", "&", "+",
    "18446744073709551615", "99999999999999999999", "-1e999", "\\ud800", "batch", "ÿ", "\u{FEFF}",
    "timestamp", "events", "$set", "value",
  ]

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0..<5, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 9))
      case 2: bytes.removeSubrange(place...)
      case 3:
        let end = Int.random(in: place..<bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[place...end], at: place)
      default:
        bytes.insert(
          contentsOf: Self.tokens.randomElement(using: &random)?.utf8 ?? "".utf8, at: place)
      }
    }
  }

  private func check(_ request: CollectedRequest) {
    #expect([200, 204, 400, 404, 413, 414, 415].contains(request.answer.status))
    #expect(request.sentStamps.count == request.events.count)
    #expect(request.events.propertyEnds.last ?? 0 == request.events.propertyCodes.count)
    for row in 0..<request.events.count {
      let event = request.events.event(row)
      #expect(event.stamp >= .earliestText && event.stamp <= .latestText)
      #expect(!event.person.isEmpty && event.joined != event.person)
    }
  }

  @Test func `mutated requests always get an answer`() throws {
    var random = SeededGenerator(seed: 21)
    var parser = RequestParser()
    let mapping = try WebhookMapping(
      reading: "person: userId, batch[0].userId\nevent: event, type\nevent_name: e\nproperties: $"
        .replacing("event, type", with: "event"), place: "fuzz")
    for _ in 0..<fuzzRounds(30_000) {
      var body = Array((Self.bodies.randomElement(using: &random) ?? "").utf8)
      mutate(&body, &random)
      if Int.random(in: 0..<4, using: &random) == 0 {
        body = gzip(body)
        if Bool.random(using: &random) { mutate(&body, &random) }
      }
      let endpoint = Self.endpoints.randomElement(using: &random) ?? .webhook
      var query = Array("data=eyJhIjoxfQ&writeKey=k&_=1772449200000&properties.a.b=1".utf8)
      mutate(&query, &random)
      let request = CollectRequest(
        endpoint: endpoint, query: String(decoding: query, as: UTF8.self),
        contentType: Self.types.randomElement(using: &random) ?? nil,
        contentEncoding: Self.encodings.randomElement(using: &random) ?? nil,
        receivedAt: receivedAt)
      check(parser.parse(request, body: body.span, mapping: mapping))
    }
  }

  @Test func `a parser that saw anything reads the next request as a new one would`() {
    var random = SeededGenerator(seed: 22)
    var parser = RequestParser()
    for _ in 0..<fuzzRounds(2_000) {
      var body = Array((Self.bodies.randomElement(using: &random) ?? "").utf8)
      mutate(&body, &random)
      let endpoint = Self.endpoints.randomElement(using: &random) ?? .webhook
      let request = CollectRequest(endpoint: endpoint, receivedAt: receivedAt)
      let used = parser.parse(request, body: body.span)
      var fresh = RequestParser()
      let new = fresh.parse(request, body: body.span)
      #expect(used.events.events == new.events.events && used.rejected == new.rejected)
      #expect(used.answer == new.answer && used.sentStamps == new.sentStamps)
    }
  }
}
