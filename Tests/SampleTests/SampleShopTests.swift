import StarlingModel
import StarlingSample
import Testing

/// What the generator promises about its output as a whole.
@Suite struct SampleShopTests {
  /// FNV-1a, so that a machine that writes other bytes is noticed.
  private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  @Test func `the same seed gives the same bytes, today and on every machine`() throws {
    let shop = SampleShop(people: 60, days: 10, seed: 42)
    let first = try SampleFixture(shop)
    let second = try SampleFixture(shop)
    #expect(first.events == second.events)
    #expect(first.truthText == second.truthText)
    #expect(fingerprint(first.events) == 7_694_497_993_614_549_679)
    #expect(fingerprint(Array(first.truthText.utf8)) == 5_657_661_074_476_930_387)
  }

  @Test func `another seed gives other events`() throws {
    let first = try SampleFixture(SampleShop(people: 20, days: 5, seed: 1))
    let second = try SampleFixture(SampleShop(people: 20, days: 5, seed: 2))
    #expect(first.events != second.events)
  }

  @Test func `the summary counts what was written`() throws {
    let sample = try SampleFixture.shared.get()
    let messages = Set(sample.lines.map(\.messageID))
    #expect(sample.summary.lines == sample.lines.count)
    #expect(sample.summary.repeats == sample.lines.count - messages.count)
    #expect(sample.summary.bytes == sample.events.count)
    #expect(sample.summary.people.values.reduce(0, +) == sample.truth.count)
  }

  @Test func `hands over whole lines and reports every day`() throws {
    var days: [Int] = []
    var lines: [Int] = []
    let shop = SampleShop(people: 300, days: 7)
    let summary = try shop.generate(
      events: { piece in
        #expect(piece.last == UInt8(ascii: "\n"))
        #expect(piece.count < 1 << 19)
      },
      afterDay: { done, all, written in
        #expect(all == 7)
        days.append(done)
        lines.append(written)
      })
    #expect(days == Array(1...7))
    #expect(lines == lines.sorted())
    #expect(lines.last == summary.lines)
  }

  @Test func `an error of a sink ends the work`() {
    struct Full: Error {}
    let shop = SampleShop(people: 10, days: 2)
    #expect(throws: Full.self) { try shop.generate(events: { _ in throw Full() }) }
  }

  @Test(arguments: [(1, 1), (1, 60), (3, 2), (40, 1), (5, 400)])
  func `makes samples of any size`(people: Int, days: Int) throws {
    let sample = try SampleFixture(SampleShop(people: people, days: days, seed: 3))
    #expect(sample.truth.count <= people + people / 4)
    #expect(!sample.lines.isEmpty)
  }

  @Test func `twice the people make twice the events, longer time makes more`() throws {
    func lines(_ people: Int, _ days: Int) throws -> Double {
      Double(try SampleShop(people: people, days: days).generate(events: { _ in }).lines)
    }
    let base = try lines(1_000, 20)
    #expect(try (1.7...2.3).contains(lines(2_000, 20) / base))
    #expect(try (1.5...2.8).contains(lines(1_000, 40) / base))
  }

  @Test func `keeps to the time it was given, across the end of February`() throws {
    // 2024-03-01T06:30:00Z: a leap year, and a day that is not whole.
    let end = Stamp(milliseconds: 1_709_274_600_000)
    let sample = try SampleFixture(SampleShop(people: 300, days: 3, seed: 5, end: end))
    let start = end.milliseconds - 3 * Milliseconds.day
    for line in sample.lines { #expect(line.stamp >= start && line.stamp < end.milliseconds) }
    let dates = Set(sample.lines.map { $0.timestamp.prefix(10) })
    #expect(dates == ["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"])
  }
}
