import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct RefusedNumberTests {
  private func call(_ properties: String, _ more: String = "") -> ParsedChunk {
    parseLines(
      #"{"event":"e","userId":"u","timestamp":1\#(more),"properties":{\#(properties)}}"#)
  }

  @Test(arguments: [
    "12345678901234567890123", "-12345678901234567890123", "18446744073709551616",
    "-9223372036854775809", "99999999999999999999", String(repeating: "9", count: 300),
  ])
  func `whole numbers beyond 64 bits are read as doubles`(number: String) throws {
    let parsed = call(#""s":"a\"1e400","n":\#(number),"l":[1,\#(number)],"o":{"x":\#(number)}"#)
    #expect(parsed.rejections.isEmpty, "\(parsed.rejections)")
    let event = try #require(parsed.batch.events.first)
    let value = Value.number(try #require(Double(number)))
    #expect(
      event.properties == [
        PropertyPath(["s"]): .string("a\"1e400"), PropertyPath(["n"]): value,
        PropertyPath(["l"]): .list([.number(1), value]), PropertyPath(["o", "x"]): value,
      ])
  }

  @Test func `identifiers stay exact, also in a batch`() throws {
    let ids = ["12345678901234567890123", "12345678901234567890124"]
    let items = ids.map {
      #"{"event":"e","userId":\#($0),"messageId":\#($0),"timestamp":1,"#
        + #""properties":{"userId":\#($0)}}"#
    }
    let batch = parseLines(#"{"batch":[\#(items.joined(separator: ","))]}"#)
    let lines = parseLines(items.joined(separator: "\n"))
    #expect(batch.batch.events == lines.batch.events)
    #expect(lines.batch.events.map(\.person) == ids)
    #expect(lines.batch.events.map(\.messageID) == ids)
    #expect(
      lines.batch.events[0].properties[PropertyPath(["userId"])]
        == .number(12_345_678_901_234_567_741_440))
  }

  @Test(arguments: [
    ("1e400", "properties.a.n is 1e400, beyond the largest number, 1.8e308; send it as a string"),
    ("-1e400", "properties.a.n is -1e400, beyond"),
    ("01", "properties.a.n is 01, which is no number in JSON; write it with digits"),
    ("0x10", "properties.a.n is 0x10, which"), ("-", "properties.a.n is -, which"),
    ("1.", "properties.a.n is 1., which"), ("1e", "properties.a.n is 1e, which"),
  ])
  func `a number that cannot be read is named with its place`(number: String, detail: String) {
    let parsed = call(#""a":{"m":[{"y":2}],"n":\#(number)},"b":1"#)
    #expect(parsed.rejections.map(\.reason) == [.numberOutOfRange])
    #expect(parsed.rejections.first?.detail.hasPrefix(detail) == true, "\(parsed.rejections)")
    #expect(parsed.batch.count == 0)
  }

  @Test func `a long number is shortened in the message`() throws {
    let parsed = call(#""n":\#(String(repeating: "9", count: 400))"#)
    let detail = try #require(parsed.rejections.first?.detail)
    #expect(detail.contains("9999…, beyond") && detail.count < 200)
  }

  @Test func `a column of JSON is read alike`() throws {
    let text = "person,time,event,p\na,2026-01-01,e,\"{\"\"userId\"\":99999999999999999999}\"\n"
    let good = try importTable(text, ["json": "p"])
    #expect(good.events.first?.properties == [PropertyPath(["userId"]): .number(1e20)])
    let bad = try importTable(
      text.replacing("99999999999999999999", with: "1e999"), ["json": "p"])
    #expect(bad.rejections.first?.detail.hasPrefix("column p: userId is 1e999, beyond") == true)
  }

  @Test func `a bad line says what was expected`() {
    let parsed = parseLines("{\n" + #"{"event":"e","userId":"u","timestamp":1,}"#)
    #expect(parsed.rejections.map(\.reason) == [.invalidJSON, .invalidJSON])
    for rejection in parsed.rejections {
      #expect(rejection.detail.contains("; expected one JSON object, complete on its line"))
    }
  }
}
