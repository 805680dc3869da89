import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct BodyTests {
  private let call = #"{"event":"e","userId":"ü","messageId":"m"}"#
  private var bytes: [UInt8] { Array(call.utf8) }
  private let track = CollectEndpoint.segmentCall(.track)

  private func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = Array(bytes[start..<min(start + 3, bytes.count)])
      let word = part.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0...part.count { text.append(digits[word >> (18 - 6 * place) & 63]) }
      text += String(repeating: "=", count: 3 - part.count)
    }
    return text
  }

  private func percent(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
  }

  private func expectTaken(_ request: CollectedRequest) {
    #expect(request.events.events.map(\.person) == ["ü"], "\(request.rejected) \(request.answer)")
    #expect(request.rejected.isEmpty && request.answer.status == 200)
  }

  @Test(arguments: [nil, "text/plain", "application/json; charset=utf-8", "image/png"])
  func `JSON is read under every content type`(type: String?) {
    expectTaken(collect(track, call, type: type))
    expectTaken(collect(track, " \n\(call)\n", type: "application/x-www-form-urlencoded"))
    expectTaken(collect(track, "\u{FEFF}\(call)", type: type))
  }

  @Test func `gzip is found by header, by query mark and by its first bytes`() {
    expectTaken(collect(track, gzip(bytes), encoding: "gzip"))
    expectTaken(collect(track, gzip(bytes), encoding: "GZIP"))
    expectTaken(collect(track, gzip(bytes), query: "compression=gzip-js", type: "text/plain"))
    expectTaken(collect(track, gzip(bytes)))
    expectTaken(collect(track, gzip(gzip(bytes)), encoding: "gzip"))
    expectTaken(collect(track, gzip(Array(bytes.prefix(9))) + gzip(Array(bytes.dropFirst(9)))))
    expectTaken(collect(track, call, encoding: "gzip"))
  }

  @Test func `deflate is read with and without its wrapping`() {
    expectTaken(collect(track, deflated(bytes, window: 15), encoding: "deflate"))
    expectTaken(collect(track, deflated(bytes, window: -15), encoding: "deflate"))
  }

  @Test func `forms carry JSON in data, as it is or in base64 or in gzip in base64`() {
    let form = "application/x-www-form-urlencoded"
    expectTaken(collect(track, "data=\(percent(call))", type: form))
    expectTaken(collect(track, "x=1&data=\(percent(base64(bytes)))&ver=1", type: form))
    expectTaken(collect(track, "data=\(base64(bytes))", query: "compression=base64"))
    expectTaken(collect(track, "data=\(percent(base64(gzip(bytes))))", type: form))
    expectTaken(collect(track, base64(bytes), query: "compression=base64"))
    let urlSafe = base64(bytes).replacing("+", with: "-").replacing("/", with: "_")
    expectTaken(collect(track, "data=\(urlSafe.replacing("=", with: ""))", type: form))
  }

  @Test func `base64 keeps every byte`() {
    for count in 0..<40 {
      let text = #"{"event":"\#(String(repeating: "ÿ?>", count: count))e","userId":"u"}"#
      let event = collect(
        track, "data=\(base64(Array(text.utf8)))", type: "application/x-www-form-urlencoded"
      ).events.events.first
      #expect(event?.name == String(repeating: "ÿ?>", count: count) + "e")
    }
  }

  // MARK: Hostile bodies

  @Test(arguments: ["", " \n\t ", "\u{FEFF}"])
  func `an empty body is refused and nothing is kept`(body: String) {
    let request = collect(segmentBatch, body)
    #expect(request.answer.status == 400 && request.itemCount == 0)
  }

  @Test func `truncated or flipped gzip is refused and kept for a look`() {
    let whole = gzip(bytes)
    for count in 2..<whole.count {
      let request = collect(track, Array(whole.prefix(count)), encoding: "gzip")
      #expect(request.answer.status == 400 && request.reasons == [.damagedBody], "\(count)")
    }
    var flipped = whole
    flipped[flipped.count - 6] ^= 1
    #expect(collect(track, flipped).reasons == [.damagedBody])
    #expect(collect(track, whole + [1, 2]).reasons == [.damagedBody])
    #expect(collect(track, "garbage", encoding: "gzip").reasons == [.damagedBody])
    #expect(collect(track, "garbage", encoding: "deflate").reasons == [.damagedBody])
  }

  @Test func `a bomb is stopped at the limit`() {
    let bomb = gzip([UInt8](repeating: 32, count: 50 << 20))
    #expect(bomb.count < 100 << 10)
    #expect(collect(segmentBatch, bomb).answer.status == 413)
    #expect(collect(segmentBatch, gzip(bomb)).answer.status == 413)
    let nested = gzip(gzip(gzip(bytes)))
    #expect(collect(segmentBatch, nested).reasons == [.damagedBody])
  }

  @Test func `an unknown encoding is refused by name`() {
    let request = collect(track, call, encoding: "br")
    #expect(request.answer.status == 415 && request.answerText.contains(#"\"br\""#))
  }

  @Test(arguments: [
    ("{", RejectReason.invalidJSON), (#"{"a":NaN}"#, .invalidJSON), ("[1,]", .invalidJSON),
    (#"{"a":1e999}"#, .numberOutOfRange), (#"{"a":01}"#, .numberOutOfRange), ("5", .notAnObject),
    ("[]", .notAnObject), ("null", .notAnObject), (#"{"batch":{}}"#, .invalidType),
    (String(repeating: "[", count: 100) + String(repeating: "]", count: 100), .tooDeep),
    (String(repeating: "{\"a\":", count: 50), .invalidJSON),
    (
      String(repeating: "{\"a\":", count: 100) + "1" + String(repeating: "}", count: 100), .tooDeep
    ),
  ])
  func `what is no batch is refused with its reason`(body: String, reason: RejectReason) {
    let request = collect(segmentBatch, body)
    #expect(request.answer.status == 400)
    #expect(request.reasons == [reason])
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let body = Array(#"{"batch":[{"event":""#.utf8) + [0xFF] + Array(#"","userId":"u"}]}"#.utf8)
    #expect(collect(segmentBatch, body).reasons == [.invalidUTF8])
  }

  @Test func `of doubled keys the last counts and long numbers stay identifiers`() throws {
    let request = collect(
      segmentBatch,
      #"{"batch":[],"batch":[{"event":"e","userId":123456789012345678901234567890,"#
        + #""properties":{"a":1,"a":2,"n":1234567890123456789012}}]}"#)
    let event = try #require(request.events.events.first)
    #expect(event.person == "123456789012345678901234567890" && event["a"] == .number(2))
    #expect(event["n"] == .number(1.2345678901234567e21))
  }

  @Test func `invented keys of many requests do not stay for ever`() {
    var parser = RequestParser()
    for round in 0..<40 {
      let key = String(repeating: "k", count: 30_000) + "\(round)"
      let body = Array(#"{"event":"e","userId":"u","properties":{"\#(key)":1},"\#(key)":2}"#.utf8)
      let request = parser.parse(
        CollectRequest(endpoint: segmentBatch, receivedAt: receivedAt), body: body.span)
      #expect(request.reasons == [.invalidType])
      let start = Array(body.prefix(20))
      let call = parser.parse(
        CollectRequest(endpoint: .segmentCall(.track), receivedAt: receivedAt),
        body: start.span)
      #expect(call.answer.status == 400)
    }
  }
}
