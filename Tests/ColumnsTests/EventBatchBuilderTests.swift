import StarlingColumns
import StarlingModel
import Testing

@Suite struct EventBatchBuilderTests {
  /// Appends a row with the given properties, in order.
  private func append(
    _ builder: inout EventBatchBuilder, _ properties: [(String, Double?)], id: String = ""
  ) {
    for (name, value) in properties {
      let key = Array(name.utf8)
      let path = builder.intern(pathKey: key.span)
      if let value {
        builder.append(path: path, number: value)
      } else {
        builder.append(path: path, code: 0)
      }
    }
    let (person, event, messageID) = (Array("p".utf8), Array("e".utf8), Array(id.utf8))
    builder.append(
      kind: .track, stamp: 1, name: builder.intern(name: event.span),
      person: builder.intern(identifier: person.span), messageID: messageID.span)
  }

  @Test func `the last value of a path counts, and absence takes it back`() {
    var builder = EventBatchBuilder()
    append(&builder, [("a", 1), ("b", 2), ("a", 3), ("b", nil), ("c", nil)], id: "x")
    append(&builder, [("b", 5), ("a", nil)], id: "y")
    let batch = builder.finish()
    #expect(batch.event(0).properties == [PropertyPath(["a"]): .number(3)])
    #expect(batch.event(1).properties == [PropertyPath(["b"]): .number(5)])
    #expect(batch.events.map(\.messageID) == ["x", "y"])
  }

  @Test func `more than 64 paths in a row do not get mixed up`() {
    var builder = EventBatchBuilder()
    let names = (0..<300).map { "k\($0)" }
    append(&builder, names.map { ($0, 1) } + names.map { ($0, 2) })
    let event = builder.finish().event(0)
    #expect(event.properties.count == 300)
    #expect(event.properties.values.allSatisfy { $0 == .number(2) })
  }

  @Test func `a row taken back leaves nothing, and the next batch starts empty`() {
    var builder = EventBatchBuilder()
    let key = Array("a".utf8)
    builder.append(path: builder.intern(pathKey: key.span), number: 1)
    builder.discardOpenRow()
    append(&builder, [("a", 2)])
    builder.append(path: builder.intern(pathKey: key.span), number: 3)
    let first = builder.finish()
    #expect(first.count == 1 && first.event(0).properties.count == 1)
    append(&builder, [])
    let second = builder.finish()
    #expect(second.count == 1 && second.properties.isEmpty && second.propertyPaths.isEmpty)
    #expect(second.identifiers.count == 1 && builder.count == 0)
  }

  @Test func `an event survives the way through a batch`() {
    let event = Event(
      kind: .identify, person: "u", joined: "x", stamp: Stamp(milliseconds: 5), messageID: "m",
      properties: [
        PropertyPath(["a", "b"]): .list([.string("x"), .number(1), .boolean(true)]),
        PropertyPath(["c"]): .string(""), PropertyPath(["d"]): .list([]),
      ])
    var batch = EventBatch()
    batch.append(event)
    #expect(batch.events == [event])
  }

  @Test func `lists are carried from one table to another`() {
    var source = ValueTable()
    let list = source.intern(list: [.number(1), .string("a"), .boolean(false)])
    var target = ValueTable()
    _ = target.intern(number: 9)
    let moved = target.intern(list, of: source)
    #expect(target.value(moved) == source.value(list))
    #expect(target.intern(list: [.number(1), .string("a"), .boolean(false)]) == moved)
    #expect(target.elements(moved).count == 3 && target.elements(1) == [1])
  }
}
