import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct SegmentRequestTests {
  private let track = #"{"event":"e","userId":"u","messageId":"m"}"#

  @Test(arguments: EventKind.allCases)
  func `the path names the type, whatever the body says`(kind: EventKind) throws {
    let body = #"""
      {"type":"click","event":"e","name":"n","userId":"u","anonymousId":"x","previousId":"p",
      "groupId":"g","traits":{"plan":"pro"},"properties":{"a":1},"messageId":"m","writeKey":"k"}
      """#
    let request = collect(.segmentCall(kind), body)
    #expect(request.rejected.isEmpty && request.writeKey == "k" && request.answer.status == 200)
    #expect(request.answerText == #"{"success":true}"#)
    let event = try #require(request.events.events.first)
    #expect(event.kind == kind && event.messageID == "m" && event.person == "u")
    #expect(event.stamp == receivedAt)
    #expect(event.joined == (kind == .identify ? "x" : kind == .alias ? "p" : nil))
    if kind == .group { #expect(event["groupId"] == .string("g")) }
    if kind == .group || kind == .identify { #expect(event["plan"] == .string("pro")) }
    if kind.isSelectable { #expect(event["a"] == .number(1)) }
  }

  @Test func `short and long paths mean the same`() {
    let table = Dictionary(
      CollectEndpoint.paths.map { ($0.path, $0.endpoint) }, uniquingKeysWith: { left, _ in left })
    #expect(table.count == CollectEndpoint.paths.count)
    for (short, long) in [
      ("t", "track"), ("i", "identify"), ("p", "page"), ("s", "screen"), ("g", "group"),
      ("a", "alias"), ("b", "batch"),
    ] {
      #expect(table["/v1/\(short)"] == table["/v1/\(long)"] && table["/v1/\(short)"] != nil)
    }
    #expect(table["/v1/import"] == .segmentBatch(isImport: true))
  }

  @Test func `items of a batch stand alone and are told where they stood`() {
    let request = collect(
      segmentBatch,
      #"{"batch":[{"type":"track","event":"a","userId":"u"},{"type":"click"},5,"#
        + #"{"event":"b","anonymousId":"x"},{"type":"track","userId":"u"}],"writeKey":"k"}"#)
    #expect(request.events.events.map(\.name) == ["a", "b"])
    #expect(request.reasons == [.unknownType, .notAnObject, .missingEvent])
    #expect(request.rejected.map(\.item) == [1, 2, 4])
    #expect(String(decoding: request.rejected[0].raw, as: UTF8.self) == #"{"type":"click"}"#)
    #expect(request.answer.status == 200 && request.sentStamps.count == 2)
  }

  @Test func `a strict source refuses all when one is bad and says why`() {
    let good = collect(segmentBatch, #"{"batch":[{"event":"a","userId":"u"}]}"#)
    #expect(good.strictly().events.count == 1 && good.strictly().answer.status == 200)
    let bad = collect(segmentBatch, #"{"batch":[{"event":"a","userId":"u"},{"type":"x"}]}"#)
    let refused = bad.strictly()
    #expect(refused.events.count == 0 && refused.sentStamps.isEmpty)
    #expect(refused.answer.status == 400 && refused.answerText.contains("item 1: type"))
  }

  @Test func `the batch's context and time of sending fill what items lack`() throws {
    let request = collect(
      segmentBatch,
      #"{"batch":[{"event":"a","userId":"u","timestamp":"2026-03-02T09:00:00Z","#
        + #""context":{"ip":"1"}}],"context":{"library":{"name":"l"},"ip":"2"},"#
        + #""integrations":{"All":true},"sentAt":"2026-03-02T10:00:00Z"}"#)
    let event = try #require(request.events.events.first)
    #expect(event["context", "ip"] == .string("1"))
    #expect(event["context", "library", "name"] == .string("l"))
    #expect(event.stamp.iso == "2026-03-02T11:00:00.000Z", "it waited one hour")
    #expect(Stamp(milliseconds: request.sentStamps[0]).iso == "2026-03-02T09:00:00.000Z")
  }

  // MARK: Keys

  @Test func `the key is that of the credentials, of the query, or of the body`() {
    let body = #"{"event":"e","userId":"u","writeKey":"body"}"#
    #expect(collect(.segmentCall(.track), body).writeKey == "body")
    // base64 of "head:", and of "head" with no colon.
    for code in ["aGVhZDo=", "aGVhZDo", "aGVhZA=="] {
      let request = collect(.segmentCall(.track), body, authorization: "Basic \(code)")
      #expect(request.writeKey == "head")
    }
    #expect(collect(.segmentCall(.track), body, query: "writeKey=q").writeKey == "q")
    #expect(collect(.segmentCall(.track), track).writeKey == nil)
    #expect(collect(.segmentCall(.track), track, authorization: "Basic ???").writeKey == nil)
    #expect(collect(.segmentCall(.track), track, authorization: "Bearer t").writeKey == nil)
  }

  // MARK: Message ids

  private func id(_ body: String, at: Stamp = receivedAt) -> String? {
    collect(.segmentCall(.track), body, at: at).events.events.first?.messageID
  }

  @Test func `a retry of a call without message id has the same derived id`() throws {
    let call = #""event":"e","userId":"u","timestamp":"2026-03-02T09:00:00Z","properties":{"n":1}"#
    let first = try #require(id(#"{\#(call),"sentAt":"2026-03-02T10:00:00Z","writeKey":"k"}"#))
    #expect(first.hasPrefix("sha256-") && first.count == 39)
    let later = Stamp(milliseconds: receivedAt.milliseconds + 5_000)
    #expect(id(#"{ \#(call), "sentAt":"2026-03-02T10:00:05Z"}"#, at: later) == first)
    #expect(id(#"{\#(call),"more":1}"#) != first)
    let batch = collect(segmentBatch, #"{"batch":[{"type":"track",\#(call)}]}"#)
    #expect(batch.events.events.first?.messageID.hasPrefix("sha256-") == true)
    #expect(id(#"{"messageId":"",\#(call)}"#)?.hasPrefix("sha256-") == true)
  }

  @Test func `the derived id is what the documentation says`() {
    // printf 'track\n{"event":"e","userId":"u","timestamp":1}' | sha256sum
    #expect(
      id(#"{ "event": "e", "userId": "u", "timestamp": 1, "sentAt": 2 }"#)
        == "sha256-14acce16fa17e134bfc67cd3f07135b8")
  }

  @Test func `an event without message id and time is always new`() {
    #expect(id(#"{"event":"e","userId":"u"}"#) == "")
    #expect(id(#"{"event":"e","userId":"u","sentAt":"2026-03-02T10:00:00Z"}"#) == "")
  }

  // MARK: Limits

  @Test func `a call of 32 KB is taken and a longer one is too large`() {
    func call(_ count: Int) -> String {
      let head = #"{"event":"e","userId":"u","properties":{"p":""#
      return head + String(repeating: "x", count: count - head.utf8.count - 3) + #""}}"#
    }
    #expect(collect(.segmentCall(.track), call(32 << 10)).events.count == 1)
    let refused = collect(.segmentCall(.track), call((32 << 10) + 1))
    #expect(refused.answer.status == 413 && refused.itemCount == 0)
    let items = [call(32 << 10), call((32 << 10) + 1)].joined(separator: ",")
    let batch = collect(segmentBatch, #"{"batch":[\#(items)]}"#)
    #expect(batch.events.count == 1 && batch.reasons == [.itemTooLarge])
  }

  @Test func `a batch of 500 KB is taken and a longer one is too large`() {
    func batch(_ count: Int) -> String {
      let end = #"{"event":"e","userId":"u"}]}"#
      let start = #"{"batch":["#
      return start + String(repeating: " ", count: count - start.utf8.count - end.utf8.count) + end
    }
    #expect(collect(segmentBatch, batch(500 << 10)).events.count == 1)
    #expect(collect(segmentBatch, batch((500 << 10) + 1)).answer.status == 413)
  }

  @Test func `items beyond 2,500 go to the quarantine and the answer stays 200`() {
    let items = Array(repeating: #"{"event":"e","userId":"u"}"#, count: 2_503)
    let request = collect(segmentBatch, #"{"batch":[\#(items.joined(separator: ","))]}"#)
    #expect(request.events.count == 2_500 && request.answer.status == 200)
    #expect(request.reasons == [.tooManyItems, .tooManyItems, .tooManyItems])
    #expect(request.rejected.first?.item == 2_500)
  }

  @Test func `an import is history and its times stay`() {
    let request = collect(
      .segmentBatch(isImport: true),
      #"{"batch":[{"event":"a","userId":"u","timestamp":"2020-01-01T00:00:00Z"}],"#
        + #""sentAt":"2026-03-02T10:00:00Z"}"#)
    #expect(request.isHistorical && request.batch(from: 7).isHistorical)
    #expect(request.events.events.first?.stamp.iso == "2020-01-01T00:00:00.000Z")
    #expect(!collect(segmentBatch, #"{"batch":[]}"#).isHistorical)
  }

  // MARK: The pixel

  @Test func `a pixel's query is a call and its answer an image of 43 bytes`() throws {
    let request = collect(
      .pixel(.track), "",
      query: "writeKey=k&event=Email+Opened&userId=%C3%BC1&properties.campaign=june&list=7"
        + "&context.device.type=mobile&properties.a.b=1&messageId=m")
    #expect(request.writeKey == "k" && request.rejected.isEmpty)
    let event = try #require(request.events.events.first)
    #expect(event.name == "Email Opened" && event.person == "ü1" && event.messageID == "m")
    #expect(event["campaign"] == .string("june") && event["list"] == .string("7"))
    #expect(event["a", "b"] == .string("1"))
    #expect(event["context", "device", "type"] == .string("mobile"))
    #expect(request.answer.body.count == 43 && request.answer.status == 200)
    #expect(request.answer.headers.map(\.name) == ["Content-Type", "Cache-Control"])
    #expect(Array(request.answer.body.prefix(6)) == Array("GIF89a".utf8))
  }

  @Test func `a pixel may carry a call in base64`() throws {
    // {"event":"e","userId":"u","writeKey":"k"}
    let data = "eyJldmVudCI6ImUiLCJ1c2VySWQiOiJ1Iiwid3JpdGVLZXkiOiJrIn0"
    let request = collect(.pixel(.track), "", query: "data=\(data)")
    #expect(request.writeKey == "k" && request.events.count == 1)
    let bad = collect(.pixel(.track), "", query: "data=***&writeKey=k")
    #expect(bad.answer.body.count == 43 && bad.events.count == 0)
  }

  @Test func `a pixel without person is an image all the same`() {
    let request = collect(.pixel(.track), "", query: "event=e&writeKey=k")
    #expect(request.reasons == [.missingPerson] && request.answer.status == 200)
  }

  @Test func `the settings document names the key and where events go`() {
    let text = String(
      decoding: SegmentSettings.document(writeKey: "k\"", host: "h:1", isSecure: false),
      as: UTF8.self)
    #expect(text.contains(#""apiKey":"k\"""#) && text.contains(#""apiHost":"h:1/v1""#))
    #expect(text.contains(#""protocol":"http""#))
    var parser = JSONLinesParser()
    let parsed = parser.parse(InputChunk(file: "settings", text: Array(text.utf8)))
    #expect(parsed.rejections.map(\.reason) == [.unknownType], "it is a JSON object")
  }
}
