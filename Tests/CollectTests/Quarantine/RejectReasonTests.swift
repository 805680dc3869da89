import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct RejectReasonTests {
  /// For each reason the smallest input that earns it, as JSON Lines or as a table with the
  /// columns person, time, event and p.
  private enum Input {
    case line(String)
    case table(String)
    case batch([UInt8])
  }

  private func batch(_ items: [String]) -> [UInt8] {
    Array(#"{"batch":[\#(items.joined(separator: ","))]}"#.utf8)
  }

  private static let long = String(repeating: "x", count: Limits.identifierBytesMax + 1)

  /// A `switch`, so that a new reason does not compile without its case.
  private func input(_ reason: RejectReason) -> Input {
    let rest = #""userId":"u","timestamp":1}"#
    let time = "2026-01-01"
    switch reason {
    case .invalidJSON: return .line(#"{"event":"e","# + rest + "}")
    case .invalidUTF8: return .line("invalid")
    case .lineTooLong:
      return .line(#"{"event":"\#(String(repeating: "x", count: Limits.lineBytesMax))","# + rest)
    case .notAnObject: return .line("5")
    case .tooDeep:
      let open = String(repeating: "[", count: 100)
      return .line(#"{"x":\#(open)\#(open.replacing("[", with: "]")),"event":"e","# + rest)
    case .numberOutOfRange: return .line(#"{"event":"e","properties":{"n":1e999},"# + rest)
    case .tooManyProperties:
      let members = (0...Limits.propertiesPerEventMax).map { "\"k\($0)\":1" }.joined(separator: ",")
      return .line(#"{"event":"e","properties":{\#(members)},"# + rest)
    case .missingPerson: return .line(#"{"event":"e","timestamp":1}"#)
    case .missingTime: return .line(#"{"event":"e","userId":"u"}"#)
    case .invalidTime: return .line(#"{"event":"e","userId":"u","timestamp":"soon"}"#)
    case .missingEvent: return .line(#"{"type":"track","event":"","# + rest)
    case .missingGroup: return .line(#"{"type":"group","# + rest)
    case .missingPrevious: return .line(#"{"type":"alias","# + rest)
    case .unknownType: return .line(#"{"type":"click","# + rest)
    case .invalidType: return .line(#"{"event":"e","userId":{"id":1},"timestamp":1}"#)
    case .identifierTooLong: return .line(#"{"event":"\#(Self.long)","# + rest)
    case .itemTooLarge:
      let text = String(repeating: "x", count: Limits.segmentItemBytesMax)
      return .batch(batch([#"{"event":"e","properties":{"p":"\#(text)"},"# + rest]))
    case .tooManyItems:
      let items = (0..<Limits.segmentItemsMax).map { #"{"event":"e\#($0 % 9)","# + rest }
      return .batch(batch(items + [#"{"event":"last","# + rest]))
    case .damagedBody: return .batch(Array(gzip(batch([#"{"event":"e","# + rest])).dropLast(9)))
    case .wrongColumnCount: return .table("a,\(time),e\n")
    case .brokenQuote: return .table("a,\(time),e,\"x\"y\n")
    }
  }

  @Test(arguments: RejectReason.allCases)
  func `each reason is given for what it says`(reason: RejectReason) throws {
    switch input(reason) {
    case .line("invalid"):
      let bad = Array(#"{"event":""#.utf8) + [0xFF] + Array(#"","userId":"u","timestamp":1}"#.utf8)
      #expect(parseLines(bad).rejections.map(\.reason) == [.invalidUTF8])
    case .line(let text):
      let parsed = parseLines(text + "\n" + line(1))
      #expect(parsed.rejections.map(\.reason) == [reason])
      #expect(parsed.rejections.first?.detail.isEmpty == false)
      #expect(parsed.batch.count == 1, "the good line behind it is taken")
      #expect(parsed.batch.events == parseLines(line(1)).batch.events, "nothing of it is left")
    case .batch(let bytes):
      let request = collect(.segmentBatch(isImport: false), bytes)
      #expect(request.rejected.map(\.reason) == [reason])
      #expect(request.rejected.first?.detail.isEmpty == false)
    case .table(let text):
      let good = "b,2026-01-01,e,1\n"
      let result = try importTable("person,time,event,p\n" + good + text + good)
      #expect(result.rejections.map(\.reason) == [reason])
      #expect(result.rejections.map(\.line) == [3])
      #expect(result.events.count == 2)
    }
  }

  @Test(arguments: [
    (",2026-01-01,e,1", RejectReason.missingPerson), ("a,,e,1", .missingTime),
    ("a,soon,e,1", .invalidTime), ("a,2026-01-01,,1", .missingEvent),
    (
      "a,2026-01-01,\(String(repeating: "x", count: Limits.identifierBytesMax + 1)),1",
      .identifierTooLong
    ),
    (
      "\(String(repeating: "x", count: Limits.identifierBytesMax + 1)),2026-01-01,e,1",
      .identifierTooLong
    ),
    ("a,2026-01-01,e,{", .invalidJSON), ("a,2026-01-01,e,[]", .invalidType),
  ])
  func `tables are judged alike`(record: String, reason: RejectReason) throws {
    let isJSON = reason == .invalidJSON || reason == .invalidType
    let result = try importTable(
      "person,time,event,p\n\(record)\n", isJSON ? ["json": "p"] : [:])
    #expect(result.rejections.map(\.reason) == [reason])
    #expect(String(decoding: result.rejections[0].raw, as: UTF8.self) == record)
    #expect(result.events.isEmpty)
  }

  @Test(arguments: [
    ("NULL,2026-01-01,e,1", RejectReason.missingPerson), ("a, NULL ,e,1", .missingTime),
    ("a,2026-01-01,NULL,1", .missingEvent),
  ])
  func `a text that means no value is none`(record: String, reason: RejectReason) throws {
    let result = try importTable(
      "person,time,event,p\n\(record)\n", ["absent": "NULL"])
    #expect(result.rejections.map(\.reason) == [reason] && result.events.isEmpty)
    #expect(result.rejections.first?.detail.contains("calls absent") == true)
  }

  @Test func `a field of the wrong kind is named with what was expected`() {
    for (field, value) in [
      ("type", "1"), ("event", "[]"), ("messageId", "{}"), ("properties", "[1]"), ("context", "3"),
      ("timestamp", "true"), ("anonymousId", "false"),
    ] {
      var members = ["event": "\"e\"", "timestamp": "1"]
      members[field] = value
      let text = members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
      let person = field == "anonymousId" ? "" : #","userId":"u""#
      let parsed = parseLines("{\(text)\(person)}")
      #expect(parsed.rejections.map(\.reason) == [.invalidType], "\(field)")
      #expect(parsed.rejections.first?.detail.hasPrefix("\(field) is ") == true)
    }
  }
}
