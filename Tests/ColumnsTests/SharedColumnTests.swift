import StarlingColumns
import StarlingTestSupport
import Testing

@Suite struct SharedColumnTests {
  @Test(arguments: 1...20) func `copies are columns of their own`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var columns = [SharedColumn<UInt32>()]
    var arrays: [[UInt32]] = [[]]
    for _ in 0..<400 {
      let index = random.number(0...columns.count - 1)
      if random.chance(10) {
        columns.append(columns[index])
        arrays.append(arrays[index])
      } else if random.chance(10) && !arrays[index].isEmpty {
        let place = random.number(0...arrays[index].count - 1)
        let value = UInt32(random.number(0...1_000))
        columns[index].set(place, to: value)
        arrays[index][place] = value
      } else {
        let added = (0..<random.number(0...7)).map { _ in UInt32(random.number(0...1_000)) }
        columns[index].append(count: added.count) { output in
          for value in added { output.append(value) }
        }
        arrays[index] += added
      }
    }
    for (column, array) in zip(columns, arrays) {
      #expect(column.array == array, "seed \(seed)")
      #expect((0..<column.count).map { column[$0] } == array, "seed \(seed)")
      #expect(SharedColumn(array).array == array)
    }
  }

  @Test func `a copy is not copied when the column grows within its room`() {
    var column = SharedColumn<UInt32>((0..<100).map { $0 })
    column.append(count: 1) { $0.append(100) }
    let (copy, bytes) = (column, column.byteCount)
    column.append(count: 10) { output in for value in 101..<111 { output.append(UInt32(value)) } }
    #expect(copy.array == (0...100).map { UInt32($0) })
    #expect(column.array == (0..<111).map { UInt32($0) })
    #expect(column.byteCount == bytes)
  }

  @Test(arguments: 1...20) func `equal elements of a view are found`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let array = (0..<random.number(0...100)).map { _ in UInt32(random.number(0...3)) }
    let view = ArrayView(array)
    let lower = random.number(0...array.count)
    let upper = random.number(lower...array.count)
    var found: [Int] = []
    view.forEachIndex(of: 2, in: lower..<upper) { found.append($0) }
    #expect(found == (lower..<upper).filter { array[$0] == 2 }, "seed \(seed), \(lower)..<\(upper)")
  }
}
