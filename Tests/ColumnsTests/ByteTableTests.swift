import StarlingColumns
import StarlingModel
import Testing

@Suite struct ByteTableTests {
  @Test(arguments: [0, 10_000])
  func `gives each string one code, in the order of first appearance`(expected: Int) {
    var table = expected == 0 ? ByteTable() : ByteTable(expecting: expected)
    var twin: [String: UInt32] = [:]
    for number in 0..<30_000 {
      // Lengths 0 to 40, so that every way of hashing and comparing is taken.
      let text =
        String(repeating: "ab", count: number * 7 % 20)
        + (number % 3 == 0 ? "" : "\(number % 5_000)")
      let code = table.intern(text)
      #expect(code == twin[text, default: UInt32(twin.count)])
      twin[text] = code
    }
    #expect(table.count == twin.count)
    for (text, code) in twin {
      #expect(table.string(code) == text && table.code(of: text) == code)
    }
    #expect(table.code(of: "not there") == nil && ByteTable().code(of: "x") == nil)
  }

  @Test func `tells strings apart that differ in one byte anywhere`() {
    for length in 1...33 {
      var table = ByteTable()
      let base = [UInt8](repeating: 7, count: length)
      _ = table.intern(base.span)
      for place in 0..<length {
        var other = base
        other[place] = 8
        #expect(table.code(of: other.span) == nil)
        let (isOther, isSame) = (base.span.matches(other.span), other.span.matches(other.span))
        #expect(!isOther && isSame)
      }
      let isShorter = base.span.matches(base.span.extracting(droppingLast: 1))
      #expect(!isShorter)
    }
  }

  @Test func `finds and counts bytes`() {
    var bytes = [UInt8](repeating: 1, count: 100)
    for place in [0, 7, 8, 63, 99] { bytes[place] = 2 }
    bytes[50] = 3
    let (first, none) = (
      bytes.span.firstIndex(of: 2, from: 1, to: 100), bytes.span.firstIndex(of: 2, from: 9, to: 63)
    )
    let (last, count) = (
      bytes.span.lastIndex(of: 2, before: 99), bytes.span.occurrences(of: 2, before: 99)
    )
    #expect(first == 7 && none == nil && last == 63 && count == 4)
    for start in 0..<100 {
      let place: Int = bytes[start...].firstIndex { $0 > 1 } ?? 100
      let found = bytes.span.index(ofEither: 2, or: 3, from: start, to: 100)
      #expect(found == place)
    }
  }
}
