import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Members of one name in one object: the last one counts, whatever the kinds.
@Suite struct DoubledMemberTests {
  /// A JSON value with its members in order, doubled ones included.
  private indirect enum Node {
    case null
    case number(Int)
    case list([Int])
    case object([(name: String, node: Node)])

    var text: String {
      switch self {
      case .null: "null"
      case .number(let number): "\(number)"
      case .list(let list): "\(list)"
      case .object(let members):
        "{" + members.map { "\"\($0.name)\":\($0.node.text)" }.joined(separator: ",") + "}"
      }
    }

    /// Only the last member of each name, without nulls; `nil` for null.
    var resolved: Node? {
      switch self {
      case .null: return nil
      case .number, .list: return self
      case .object(let members):
        let last = Dictionary(members.map { ($0.name, $0.node) }) { $1 }
        return .object(last.compactMap { name, node in node.resolved.map { (name, $0) } })
      }
    }

    /// This value where it is there, else the other; both objects are filled member by member. Both
    /// are resolved.
    func filled(from other: Node) -> Node {
      guard case .object(let own) = self, case .object(let others) = other else { return self }
      var merged = Dictionary(uniqueKeysWithValues: own.map { ($0.name, $0.node) })
      for (name, node) in others { merged[name] = merged[name]?.filled(from: node) ?? node }
      return .object(merged.map { ($0.key, $0.value) })
    }

    func flatten(_ path: [String], into properties: inout [PropertyPath: Value]) {
      switch self {
      case .null: break
      case .number(let number): properties[PropertyPath(path)] = .number(Double(number))
      case .list(let list):
        properties[PropertyPath(path)] = .list(list.map { .number(Double($0)) })
      case .object(let members):
        for (name, node) in members { node.flatten(path + [name], into: &properties) }
      }
    }

    static func random(_ depth: Int, _ random: inout SeededGenerator) -> Node {
      switch Int.random(in: 0..<(depth < 4 ? 8 : 4), using: &random) {
      case 0: .null
      case 1, 2: .number(Int.random(in: 0..<100, using: &random))
      case 3: .list([1, 2])
      default: object(depth, &random)
      }
    }

    static func object(_ depth: Int, _ random: inout SeededGenerator) -> Node {
      let count = Int.random(in: 0...4, using: &random)
      return .object(
        (0..<count).map { _ in
          (
            "abc".randomElement(using: &random).map(String.init) ?? "a",
            self.random(depth + 1, &random)
          )
        })
    }
  }

  private func properties(_ text: String) throws -> [PropertyPath: Value] {
    let parsed = parseLines(#"{"event":"e","userId":"u","timestamp":1,"properties":\#(text)}"#)
    return try #require(parsed.batch.events.first).properties
  }

  private func flat(_ node: Node, _ path: [String] = []) -> [PropertyPath: Value] {
    var properties: [PropertyPath: Value] = [:]
    node.flatten(path, into: &properties)
    return properties
  }

  @Test func `an object and a value of one name replace each other`() throws {
    let five: [PropertyPath: Value] = [PropertyPath(["a"]): .number(5)]
    let one: [PropertyPath: Value] = [PropertyPath(["a", "x"]): .number(1)]
    #expect(try properties(#"{"a":{"x":1},"a":5}"#) == five)
    #expect(try properties(#"{"a":5,"a":{"x":1}}"#) == one)
    #expect(try properties(#"{"a":{"y":{"z":2},"y":3},"a":{"x":1}}"#) == one)
    #expect(try properties(#"{"a":[1],"a":{"y":2},"a":6,"a":{"z":3},"a":{"x":1}}"#) == one)
    #expect(try properties(#"{"a":{"x":1},"a":null}"#).isEmpty)
    #expect(try properties(#"{"a":5,"a":{}}"#).isEmpty)
  }

  @Test func `random objects keep the last of each name`() throws {
    var random = SeededGenerator(seed: 21)
    var objects: [Node] = []
    for _ in 0..<fuzzRounds(3_000) { objects.append(Node.object(0, &random)) }
    let parsed = parseLines(
      objects.map {
        #"{"event":"e","userId":"u","timestamp":1,"properties":\#($0.text),"context":\#($0.text)}"#
      }.joined(separator: "\n"))
    #expect(parsed.batch.count == objects.count)
    for (event, object) in zip(parsed.batch.events, objects) {
      let resolved = object.resolved ?? .null
      let expected = flat(resolved).merging(flat(resolved, ["context"])) { $1 }
      #expect(event.properties == expected, "\(object.text)")
    }
  }

  @Test func `a batch's context fills what an item's lacks, whatever the kinds`() throws {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<fuzzRounds(2_000) {
      let around = Node.object(0, &random)
      let own = [Node.object(0, &random), .null, Node.object(0, &random)]
      let items = own.map { #"{"event":"e","userId":"u","timestamp":1,"context":\#($0.text)}"# }
      let text = #"{"context":\#(around.text),"batch":[\#(items.joined(separator: ","))]}"#
      let events = parseLines(text).batch.events
      #expect(events.count == own.count)
      for (event, own) in zip(events, own) {
        let rest = around.resolved ?? .null
        let expected = flat(own.resolved?.filled(from: rest) ?? rest, ["context"])
        #expect(event.properties == expected, "\(text)")
      }
    }
  }

  @Test func `a line with very many members is refused before they are compared`() {
    let flat = (0..<50_000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let level = (0..<1_000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let nested = String(repeating: "{\(level),\"o\":", count: 50) + "1"
    let texts = ["{\(flat)}", nested + String(repeating: "}", count: 50)]
    for text in texts {
      let line = #"{"event":"e","userId":"u","timestamp":1,"properties":\#(text)}"# + "\n"
      let parsed = parseLines(String(repeating: line, count: 8))
      #expect(parsed.rejections.map(\.reason) == .init(repeating: .tooManyProperties, count: 8))
    }
  }

  @Test func `a column of JSON keeps the last of each name`() throws {
    let text = "person,time,event,p\na,2026-01-01,e,\"{\"\"a\"\":{\"\"x\"\":1},\"\"a\"\":5}\"\n"
    let result = try importTable(text, ["json": "p"])
    #expect(result.events.first?.properties == [PropertyPath(["a"]): .number(5)])
  }
}
