import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@Suite struct ColumnPackerTests {
  @Test func `gives columns back in their order`() throws {
    var packer = ColumnPacker()
    packer.put([1, 2, 3] as [UInt8])
    packer.put([Int64.min, 0, .max])
    packer.put([] as [UInt32])
    packer.put(7)
    var unpacker = ColumnUnpacker(packer.bytes)
    #expect(try unpacker.array(of: UInt8.self) == [1, 2, 3])
    #expect(try unpacker.array(of: Int64.self) == [.min, 0, .max])
    #expect(try unpacker.array(of: UInt32.self).isEmpty)
    #expect(try unpacker.count() == 7)
    #expect(unpacker.isAtEnd)
    #expect(throws: PackProblem.self) { try unpacker.number() }
  }

  @Test func `gives tables back with all their codes`() throws {
    var random = SeededGenerator(seed: 11)
    var table = ValueTable()
    for number in 0..<3_000 {
      switch random.number(0...4) {
      case 0: _ = table.intern(number: Double(random.number(0...500)) / 4)
      case 1: _ = table.intern(.string("text \(random.number(0...500))"))
      case 2: _ = table.intern(boolean: random.chance(50))
      case 3: _ = table.intern(.list([.number(Double(number % 40)), .string("a"), .number(1)]))
      default: _ = table.intern(.list([]))
      }
    }
    var packer = ColumnPacker()
    table.pack(into: &packer)
    var unpacker = ColumnUnpacker(packer.bytes)
    var twin = try ValueTable(unpacking: &unpacker)
    #expect(unpacker.isAtEnd && twin.count == table.count)
    for code in 0..<UInt32(table.count) {
      #expect(twin.value(code) == table.value(code))
      #expect(twin.elements(code) == table.elements(code))
      if let value = table.value(code) { #expect(twin.intern(value) == code) }
    }
    #expect(twin.intern(.string("new")) == UInt32(table.count))
  }

  @Test func `whatever the bytes are, the answer is a table or a problem`() {
    var table = ValueTable()
    for number in 0..<20 {
      _ = table.intern(.list([.number(Double(number)), .string("\(number)")]))
    }
    var packer = ColumnPacker()
    table.pack(into: &packer)
    var random = SeededGenerator(seed: 12)
    var problems = 0
    for _ in 0..<2_000 {
      var bytes = packer.bytes
      bytes.removeLast(random.number(0...bytes.count))
      // Lengths and kinds, not the payloads, which the checksums of a snapshot guard.
      for index in 0..<min(8, bytes.count) where random.chance(5) {
        bytes[index] = UInt8(random.number(0...255))
      }
      var unpacker = ColumnUnpacker(bytes)
      do { _ = try ValueTable(unpacking: &unpacker) } catch { problems += 1 }
    }
    #expect(problems > 1_000)
  }
}
