import Foundation
import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Mutated input of every kind must end in events or rejections, never in a crash. Longer runs:
/// `STARLING_FUZZ_ROUNDS=1000000 swift test --filter ParserFuzz`.
@Suite struct ParserFuzzTests {
  private static let seeds = [
    line(1), line(2, person: "ü\\u0000"),
    #"{"type":"identify","userId":"u","anonymousId":"x","timestamp":1,"traits":{"a":[1,"b"]}}"#,
    #"{"type":"alias","userId":"u","previousId":"p","sentAt":"2026-01-01T00:00:00.000+01:00"}"#,
    #"{"batch":[{"type":"page","userId":1e3,"timestamp":1700000000},{}],"context":{"a":{"b":{}}}}"#,
    #"{"type":"group","groupId":9,"anonymousId":"x","receivedAt":"2026-01-01","context":null}"#,
  ]
  private static let tables = [
    "person,time,event,p,q\na,2026-01-01,e,1,x\nb,2026-01-01T10:00:00Z,e,\"1,\n\"\"\",true\n",
    "person,time,event,p,q\r\na,2026-01-01,e,{},007\r\nb,1,e,\"{\"\"a\"\":1}\",-1.5e-7\r\n",
  ]
  private static let tokens = [
    "\"", "{", "}", "[", "]", ",", ":", "\\", "\n", "\r\n", "null", "1e308", "-0", "\u{0}", "\"\"",
    "18446744073709551615", "99999999999999999999", "-1e999", "\\ud800", "\\u0000", "timestamp",
    "context", "batch", "ÿ", "\u{FEFF}",
  ]

  private func mutated(_ seed: String, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(seed.utf8)
    for _ in 0...Int.random(in: 0..<6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + 9))
      case 4:
        bytes.insert(
          contentsOf: Self.tokens.randomElement(using: &random)?.utf8 ?? "".utf8, at: place)
      default:
        let end = Int.random(in: place..<bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[place...end], at: place)
      }
    }
    return bytes
  }

  private func check(_ parsed: ParsedChunk) {
    let batch = parsed.batch
    #expect(batch.propertyEnds.last ?? 0 == batch.propertyPaths.count)
    #expect(batch.propertyPaths.count == batch.propertyCodes.count)
    #expect(batch.messageIDEnds.last ?? 0 == batch.messageIDBytes.count)
    for row in 0..<batch.count {
      let event = batch.event(row)
      #expect(event.stamp >= .earliestText && event.stamp <= .latestText)
      #expect(!event.person.isEmpty)
    }
  }

  @Test func `mutated JSON Lines never crash the parser`() {
    var random = SeededGenerator(seed: 11)
    var parser = JSONLinesParser(lineBytesMax: 4_096)
    for _ in 0..<fuzzRounds(20_000) {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        text += mutated(Self.seeds.randomElement(using: &random) ?? "", &random) + [10]
      }
      check(parser.parse(InputChunk(file: "fuzz", text: text)))
    }
  }

  @Test func `mutated tables never crash the parser`() throws {
    var random = SeededGenerator(seed: 12)
    for round in 0..<fuzzRounds(10_000) {
      let text = mutated(Self.tables.randomElement(using: &random) ?? "", &random)
      let more = round % 2 == 0 ? ["json": "p"] : ["traits": "q"]
      do throws(CollectError) {
        let plan = try CSVPlan(
          mapping: CSVMapping(
            keys: ["person": "person", "time": "time", "event": "event"].merging(more) { $1 },
            place: "fuzz"), sample: text, isWhole: round % 3 > 0, place: "fuzz")
        var parser = try CSVParser(plan: plan, lineBytesMax: 64)
        var chunk = InputChunk(file: "fuzz", text: text)
        chunk.header = plan.columns.map(\.name)
        check(try parser.parse(chunk))
      } catch {
        // A header that lost its columns is refused as a whole.
        #expect(error.code == .badMapping)
      }
    }
  }

  @Test func `mutated compressed files end in an error or in chunks`() throws {
    var random = SeededGenerator(seed: 13)
    let text = Array((0..<50).map { line($0) }.joined().utf8)
    try withFolder { folder in
      for round in 0..<min(fuzzRounds(300), 20_000) {
        var bytes = round % 2 == 0 ? gzip(text) : zstd(text)
        for _ in 0...2 {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
        let path = try folder.write("fuzz", bytes)
        let result = try importLines([path])
        #expect(result.errors.count <= 1 && result.events.count <= 1_000)
      }
    }
  }
}
