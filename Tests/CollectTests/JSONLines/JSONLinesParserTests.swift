import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct JSONLinesParserTests {
  private func event(_ text: String) throws -> Event {
    let parsed = parseLines(text)
    #expect(parsed.rejections.isEmpty, "\(parsed.rejections)")
    return try #require(parsed.batch.events.first)
  }

  @Test func `reads a track call with all that it carries`() throws {
    let event = try event(
      #"""
      {"type":"track","event":"purchase","userId":"u1","anonymousId":"x","messageId":"m1",
      """#.replacing("\n", with: "")
        + #""timestamp":"2026-03-02T00:00:00.250Z","properties":{"amount":12.5,"new":true,"#
        + #""items":["a",2,null,{"x":1},false],"product":{"id":"p","tags":{"top":1}},"none":null},"#
        + #""context":{"page":{"path":"/"},"ip":"::1"},"integrations":{"All":true}}"#)
    #expect(
      event
        == Event(
          kind: .track, name: "purchase", person: "u1",
          stamp: Stamp(milliseconds: 1_772_409_600_250), messageID: "m1",
          properties: [
            PropertyPath(["amount"]): .number(12.5), PropertyPath(["new"]): .boolean(true),
            PropertyPath(["items"]): .list([.string("a"), .number(2), .boolean(false)]),
            PropertyPath(["product", "id"]): .string("p"),
            PropertyPath(["product", "tags", "top"]): .number(1),
            PropertyPath(["context", "page", "path"]): .string("/"),
            PropertyPath(["context", "ip"]): .string("::1"),
          ]))
  }

  @Test func `a list inside a list gives its elements to the outer one`() throws {
    let event = try event(
      #"{"event":"e","userId":"u","timestamp":0,"properties":{"tags":[["a",[1,[]]],{"x":["b"]},"#
        + #"[[true]],"c"],"none":[[]],"objects":[{"sku":"s"},null]}}"#)
    #expect(
      event.properties == [
        PropertyPath(["tags"]): .list([.string("a"), .number(1), .boolean(true), .string("c")]),
        PropertyPath(["none"]): .list([]), PropertyPath(["objects"]): .list([]),
      ])
  }

  @Test func `takes the anonymous id when there is no user id, and numbers as their text`() throws {
    let rest = #""event":"e","timestamp":0}"#
    #expect(try event(#"{"userId":null,"anonymousId":"x","# + rest).person == "x")
    #expect(try event(#"{"userId":"","anonymousId":"x","# + rest).person == "x")
    #expect(try event(#"{"userId":12345678901,"# + rest).person == "12345678901")
    #expect(try event(#"{"userId":18446744073709551615,"# + rest).person == "18446744073709551615")
    #expect(try event(#"{"userId":2.5,"# + rest).person == "2.5")
    #expect(try event(#"{"userId":7e0,"messageId":9,"# + rest).person == "7")
    #expect(try event(#"{"userId":7,"messageId":9,"# + rest).messageID == "9")
  }

  @Test func `names pages and screens`() throws {
    let rest = #""userId":"a","timestamp":1}"#
    #expect(try event(#"{"type":"page","name":"Home","# + rest).name == "Home")
    #expect(try event(#"{"type":"page","# + rest).name == "page")
    #expect(try event(#"{"type":"page","name":"","# + rest).name == "page")
    #expect(try event(#"{"type":"screen","# + rest).name == "screen")
    #expect(try event(#"{"type":"screen","# + rest).kind == .screen)
  }

  @Test func `joins by identify with both ids and by alias`() throws {
    let rest = #""timestamp":1}"#
    let identify = try event(#"{"type":"identify","userId":"u","anonymousId":"x","# + rest)
    #expect(identify.person == "u" && identify.joined == "x" && identify.name.isEmpty)
    #expect(try event(#"{"type":"identify","userId":"u","anonymousId":"u","# + rest).joined == nil)
    #expect(try event(#"{"event":"e","userId":"u","anonymousId":"x","# + rest).joined == nil)
    let alias = try event(#"{"type":"alias","userId":"u","previousId":"old","# + rest)
    #expect(alias.joined == "old")
  }

  @Test func `keeps the traits of identify calls and nothing else of them`() throws {
    let event = try event(
      #"{"type":"identify","userId":"u","timestamp":1,"traits":{"plan":"vip","context":{"a":1}},"#
        + #""context":{"ip":"::1"},"properties":{"p":1}}"#)
    #expect(
      event.properties == [
        PropertyPath(["plan"]): .string("vip"), PropertyPath(["context", "a"]): .number(1),
      ])
  }

  @Test func `leaves out a property that would hide the context`() throws {
    let event = try event(
      #"{"event":"e","userId":"u","timestamp":1,"properties":{"context":{"a":1},"b":2},"#
        + #""context":{"a":3}}"#)
    #expect(
      event.properties == [
        PropertyPath(["context", "a"]): .number(3), PropertyPath(["b"]): .number(2),
      ])
  }

  @Test func `lets the last of repeated keys win`() throws {
    let event = try event(
      #"{"event":"x","event":"e","userId":"u","timestamp":1,"#
        + #""properties":{"a":1,"b":1,"a":2,"b":null,"c":null,"c":3}}"#)
    #expect(event.name == "e")
    #expect(
      event.properties == [PropertyPath(["a"]): .number(2), PropertyPath(["c"]): .number(3)])
  }

  @Test func `keeps keys with dots, blanks, nothing and escapes apart`() throws {
    let event = try event(
      #"{"event":"e","userId":"u","timestamp":1,"properties":{"a.b":1,"a":{"b":2},"":3,"#
        + #""ä\u0020\"":4," ":{"":5}}}"#)
    #expect(
      event.properties == [
        PropertyPath(["a.b"]): .number(1), PropertyPath(["a", "b"]): .number(2),
        PropertyPath([""]): .number(3), PropertyPath(["ä \""]): .number(4),
        PropertyPath([" ", ""]): .number(5),
      ])
  }

  @Test func `reads keys in any order and finds its way back after a change`() {
    var text = ""
    for number in 0..<200 {
      let keys =
        number % 3 == 0 ? ["a", "b", "c"] : number % 3 == 1 ? ["c", "a"] : ["b", "d", "a"]
      let members = keys.map { "\"\($0)\":\(number)" }.joined(separator: ",")
      text +=
        #"{"properties":{\#(members)},"timestamp":\#(number),"userId":"u","event":"e"}"# + "\n"
    }
    for (number, event) in parseLines(text).batch.events.enumerated() {
      #expect(event.properties.count == (number % 3 == 1 ? 2 : 3))
      #expect(event.properties.values.allSatisfy { $0 == .number(Double(number)) })
    }
  }

  @Test func `reads the items of a batch one by one`() throws {
    let parsed = parseLines(
      #"{"batch":[{"type":"track","event":"a","userId":"u","timestamp":1},5,"#
        + #"{"type":"track","userId":"u","timestamp":"x\"y"},{"event":"b","userId":"v","#
        + #""originalTimestamp":"2026-01-01T00:00:00Z","context":{"ip":"2"}}],"#
        + #""sentAt":"2026-01-01T00:00:10Z","receivedAt":"2026-01-01T01:00:10Z","#
        + #""context":{"ip":"1","lib":"x"}}"#)
    #expect(parsed.batch.events.map(\.name) == ["a", "b"])
    #expect(parsed.batch.events[0].properties[PropertyPath(["context", "ip"])] == .string("1"))
    #expect(parsed.batch.events[1].properties[PropertyPath(["context", "ip"])] == .string("2"))
    #expect(parsed.batch.events[1].properties[PropertyPath(["context", "lib"])] == .string("x"))
    #expect(parsed.batch.events[1].stamp.iso == "2026-01-01T01:00:00.000Z")
    #expect(parsed.rejections.map(\.reason) == [.notAnObject, .invalidTime])
    #expect(
      String(decoding: parsed.rejections[1].raw, as: UTF8.self)
        == #"{"type":"track","userId":"u","timestamp":"x\"y"}"#)
  }

  @Test func `goes on after bad lines, skips blank ones and counts all`() {
    let parsed = parseLines(line(1) + "\n  \r\n" + "{oops\r\n" + line(2) + "[]")
    #expect(parsed.batch.count == 2)
    #expect(parsed.lines == 6)
    #expect(parsed.rejections.map(\.line) == [4, 6])
    #expect(parsed.rejections.map(\.reason) == [.invalidJSON, .notAnObject])
    #expect(parsed.rejections[0].raw == Array("{oops".utf8))
  }

  @Test func `gives the same batch whatever was parsed before`() {
    let text = (0..<50).map { line($0) }.joined()
    var parser = JSONLinesParser()
    _ = parser.parse(
      InputChunk(
        file: "x", text: Array(#"{"event":"z","userId":1,"timestamp":1,"properties":{"q":1}}"#.utf8)
      ))
    let again = parser.parse(InputChunk(file: "test.jsonl", text: Array(text.utf8)))
    #expect(again.batch.events == parseLines(text).batch.events)
    #expect(again.batch.properties.map(\.key) == ["n"])
  }
}
