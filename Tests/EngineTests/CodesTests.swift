import StarlingColumns
import StarlingTestSupport
import StarlingTimeline
import Testing

@Suite struct CodesTests {
  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `give each row the last code it was given, in every form`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let rows = random.number(1...400)
    let share = random.pick([1, 5, 50, 100])
    let largest = random.pick([3, 300, 70_000])
    var expected = [UInt32](repeating: 0, count: rows)
    var entries: [UInt64] = []
    for row in 0..<rows where random.chance(share) {
      for _ in 0..<random.pick([1, 1, 1, 2]) {
        expected[row] = UInt32(random.number(1...largest))
        entries.append(UInt64(row) << 32 | UInt64(expected[row]))
      }
    }
    let codes = Codes(entries.span, rows: rows)
    let view = CodesView(codes)
    #expect((0..<rows).map { codes[$0] } == expected)
    #expect((0..<rows).map { view[$0] } == expected)
    #expect(codes.count == rows)
    withExtendedLifetime(codes) {}
  }

  @Test func `take no room for rows without a value where these are rare`() {
    let entries: [UInt64] = [5 << 32 | 1]
    guard case .sparse(let kept, rows: 1_000) = Codes(entries.span, rows: 1_000) else {
      Issue.record("one row of 1,000 is not kept alone")
      return
    }
    #expect(kept == entries)
  }
}
