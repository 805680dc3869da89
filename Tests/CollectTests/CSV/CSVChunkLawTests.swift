import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Where chunks end must never show, least of all in broken files.
@Suite struct CSVChunkLawTests {
  private static let pieces = [
    "a", "1", ",", ",", ",", "\n", "\n", "\"", "\"", "\"\"", "\r\n", "2026-01-01", " ", "ü",
    "p,2026-01-01,e,1\n", "p,2026-01-01,e,\"x\"\n", "p,2026-01-01,e,\"x\ny\"\n",
  ]

  @Test(arguments: 0..<40)
  func `random tables read the same in chunks of any size`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) + 1)
    var text = "person,time,event,v\n"
    for _ in 0..<Int.random(in: 1...400, using: &random) {
      text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
    }
    var whole = InputSource.Sizes()
    whole.line = 200
    let expected = try importTable(text, ["text": "v"], sizes: whole)
    for chunk in [1, 7, 64, 300] {
      var sizes = whole
      sizes.chunk = chunk
      sizes.sample = 64
      let cut = try importTable(text, ["text": "v"], sizes: sizes)
      #expect(cut.events == expected.events, "seed \(seed), chunks of \(chunk)")
      #expect(
        cut.rejections.map { "\($0.line) \($0.reason)" }
          == expected.rejections.map { "\($0.line) \($0.reason)" },
        "seed \(seed), chunks of \(chunk): \(text.debugDescription)")
      #expect(cut.rejections.map(\.raw) == expected.rejections.map(\.raw))
    }
  }
}
