import StarlingColumns
import StarlingTestSupport
import Testing

@Suite struct BitRangeTests {
  @Test(arguments: [0, 3, 50, 97, 100])
  func `answers about any range of bits like a walk over them`(percent: Int) {
    var random = SeededGenerator(seed: UInt64(percent))
    let isSet = (0..<200).map { _ in random.chance(percent) }
    let buffer = BitBuffer(count: isSet.count)
    var words = [UInt64](repeating: 0, count: Bits.words(isSet.count))
    for index in isSet.indices where isSet[index] { words[index >> 6] |= 1 << UInt64(index & 63) }
    for index in words.indices { buffer.flip(words[index], inWord: index) }
    let ranks = BitRanks(words)
    let bits = buffer.view
    for lower in 0...isSet.count {
      for upper in lower...isSet.count {
        let places = (lower..<upper).filter { isSet[$0] }
        let n = max(1, places.count * 2 / 3)
        #expect(bits.count(lower, upper) == places.count)
        #expect(ranks.count(lower..<upper) == places.count)
        #expect(bits.last(lower, upper) == places.last)
        #expect(bits.place(of: 1, lower, upper) == places.first ?? upper)
        #expect(bits.place(of: n, lower, upper) == (places.isEmpty ? upper : places[n - 1]))
        #expect(bits.place(of: places.count + 1, lower, upper) == upper)
      }
    }
  }
}
