import Foundation
import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct MessageIDSetTests {
  private let folder = FileManager.default.temporaryDirectory.path

  private func text(_ number: Int) -> [UInt8] {
    switch number % 5 {
    case 0:
      Array(
        UUID(
          uuid: (
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, UInt8(number >> 16 & 255),
            UInt8(number >> 8 & 255), UInt8(number & 255)
          )
        ).uuidString.lowercased().utf8)
    case 1: Array("m\(number)".utf8)
    case 2: Array("\(number)-".utf8) + Array(repeating: 120, count: number % 600)
    case 3: Array("ABCDEF00-0000-0000-0000-\(100_000_000_000 + number)".utf8)
    default: Array("abcdefgx-0000-0000-0000-\(100_000_000_000 + number)".utf8)
    }
  }

  @Test(arguments: 1...4)
  func `knows what a plain set knows`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var set = try MessageIDSet(directory: folder)
    var twin: Set<[UInt8]> = []
    var order: [[UInt8]] = []
    for _ in 0..<20_000 {
      let id = text(Int.random(in: 0..<12_000, using: &random))
      let isNew = try set.insert(id.span)
      #expect(isNew == twin.insert(id).inserted)
      if isNew { order.append(id) }
    }
    #expect(set.count == order.count)
    #expect(try set.ids(of: (0..<UInt32(order.count)).map { $0 }) == order)
    let some = (0..<500).map { _ in UInt32.random(in: 0..<UInt32(order.count), using: &random) }
    #expect(try set.ids(of: some) == some.map { order[Int($0)] })
  }

  @Test func `takes whole batches and keeps the first of each id`() throws {
    var set = try MessageIDSet(directory: folder)
    let lines = [1, 2, 1, 3, 2].map { line($0) } + [#"{"event":"e","userId":"a","timestamp":1}"#]
    let batch = parseLines(lines.joined(separator: "") + "\n" + lines[5]).batch
    #expect(try set.insert(batch) == [2, 4])
    #expect(set.count == 5, "three ids and two events without one")
    #expect(try set.insert(batch) == [0, 1, 2, 3, 4])
    let ids = try set.ids(of: [0, 1, 2, 3, 4, 5, 6]).map { String(decoding: $0, as: UTF8.self) }
    #expect(ids == ["m1", "m2", "m3", "", "", "", ""])
  }

  @Test func `needs about eleven bytes an id`() throws {
    var set = try MessageIDSet(directory: folder)
    let before = set.residentBytes
    let count = 400_000
    for number in 0..<count {
      let id = Array("id-\(number)".utf8)
      #expect(try set.insert(id.span))
    }
    // What an empty set holds, above all its write buffer, does not grow.
    let bytes = Double(set.residentBytes - before) / Double(count)
    #expect(bytes < 13 && bytes > 8, "\(bytes) bytes an id")
  }

  @Test func `says when there are too many`() throws {
    var set = try MessageIDSet(directory: folder, idsMax: 2)
    let (one, none, two): ([UInt8], [UInt8], [UInt8]) = ([1], [], [2])
    #expect(try set.insert(one.span))
    #expect(try set.insert(none.span))
    let message =
      "the input: more than 2 different events, the most that one import takes; "
      + "import the people in several parts, each with all events of its people"
    let error = #expect(throws: CollectError.self) { try set.insert(two.span) }
    #expect(error?.description == message)
    #expect(error?.code == .limit)
  }

  @Test func `says when the folder is not there`() {
    #expect(throws: CollectError.self) { _ = try MessageIDSet(directory: "/none/at/all") }
  }
}
