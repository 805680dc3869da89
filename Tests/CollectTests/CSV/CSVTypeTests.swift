import StarlingCollect
import StarlingModel
import Testing

@Suite struct CSVTypeTests {
  private let header = "person,time,event,v\n"

  private func table(_ values: [String]) -> String {
    header + values.map { "a,2026-01-01,e,\($0)\n" }.joined()
  }

  private func values(_ table: ImportedTable) -> [Value?] {
    table.events.map { $0.properties[PropertyPath(["v"])] }
  }

  /// Sizes with which the first rows are the sample.
  private var small: InputSource.Sizes {
    var sizes = InputSource.Sizes()
    sizes.chunk = 64
    sizes.sample = 128
    return sizes
  }

  @Test func `infers numbers, booleans and text by column`() throws {
    let result = try importTable(
      "person,time,event,n,b,t,z,mixed,big,none\n"
        + "1,2026-01-01,e,-1.50,TRUE,x,007,1,12345678901234567890,\n"
        + "2,2026-01-01,e,1e3,false,y,42,C2,2,\n")
    let kinds = Dictionary(uniqueKeysWithValues: result.plan.columns.map { ($0.name, $0.kind) })
    #expect(kinds["n"] == .number && kinds["b"] == .boolean && kinds["t"] == .text)
    #expect(kinds["z"] == .text && kinds["mixed"] == .text && kinds["big"] == .text)
    #expect(kinds["none"] == .unknown)
    let first = result.events[0].properties
    #expect(first[PropertyPath(["n"])] == .number(-1.5))
    #expect(first[PropertyPath(["b"])] == .boolean(true))
    #expect(first[PropertyPath(["z"])] == .string("007"))
    #expect(first[PropertyPath(["mixed"])] == .string("1"))
    #expect(first[PropertyPath(["none"])] == nil)
    #expect(result.events[1].properties[PropertyPath(["n"])] == .number(1_000))
    #expect(result.events.map(\.person) == ["1", "2"])
  }

  @Test func `in a column of numbers all else is text, and counted`() throws {
    let numbers = (0..<20).map { "\($0)" }
    let result = try importTable(table(numbers + ["hello", "true", "7", "007"]), sizes: small)
    #expect(result.plan.columns[3].kind == .number)
    #expect(
      values(result).suffix(4) == [.string("hello"), .string("true"), .number(7), .string("007")])
    #expect(result.misfits.allSatisfy { $0.column == "v" && $0.kind == .number })
    #expect(result.misfits.reduce(0) { $0 + $1.count } == 3)
  }

  @Test func `in a column of booleans all else is text, and counted`() throws {
    let booleans = [String](repeating: "true", count: 20)
    let result = try importTable(table(booleans + ["7", "False", "no"]), sizes: small)
    #expect(result.plan.columns[3].kind == .boolean)
    #expect(values(result).suffix(3) == [.string("7"), .boolean(false), .string("no")])
    #expect(result.misfits.reduce(0) { $0 + $1.count } == 2)
  }

  @Test func `a column of text, and one without a value in the sample, are text`() throws {
    for first in ["x", ""] {
      let empty = [String](repeating: first, count: 20)
      let result = try importTable(table(empty + ["7", "true", "x"]), sizes: small)
      #expect(values(result).suffix(3) == [.string("7"), .string("true"), .string("x")])
      #expect(result.misfits.isEmpty)
      #expect(
        result.plan.description.contains(
          first.isEmpty ? "property v (text; no value in the sample)" : "property v (text)"))
    }
  }

  @Test func `the mapping can promise numbers where the sample has none`() throws {
    let empty = [String](repeating: "", count: 20)
    let result = try importTable(table(empty + ["7", "x"]), ["number": "v"], sizes: small)
    #expect(values(result).suffix(2) == [.number(7), .string("x")])
    #expect(result.plan.description.contains("property v (number)"))
  }

  @Test(arguments: [("a,2026-01-01,e,5", 1), ("a,2026-01-01,e,5\nb,2026-01-01,e,6", 2)])
  func `the last record of a file counts without a line end`(rows: String, count: Int) throws {
    let result = try importTable(header + rows)
    #expect(result.plan.sampledRecords == count && result.plan.columns[3].kind == .number)
    let text = try importTable(header + rows + "x")
    #expect(text.plan.columns[3].kind == .text)
    let blanks = try importTable(
      (header + rows).replacing(",", with: " "), ["delimiter": "blanks"])
    #expect(blanks.plan.sampledRecords == count && blanks.plan.columns[3].kind == .number)
  }

  @Test(arguments: ["a,2026-01-01,e,\"5\n", "a,2026-01-01,e,\"5\"6\n", "\"\n"])
  func `a stray quote does not end the sample`(bad: String) throws {
    let good = (0..<3).map { "a,2026-01-01,e,\($0)\n" }.joined()
    let result = try importTable(header + bad + good)
    #expect(result.plan.sampledRecords == 3 && result.plan.columns[3].kind == .number)
    #expect(values(result) == [.number(0), .number(1), .number(2)])
  }

  @Test func `a stray quote does not end the sample of a long file`() throws {
    let good = [String](repeating: "1", count: 10_000)
    var sizes = InputSource.Sizes()
    sizes.sample = 100_000
    let result = try importTable(table(["\"5"] + good), sizes: sizes)
    #expect(result.plan.sampledRecords > 1_000 && result.plan.columns[3].kind == .number)
    #expect(result.rejections.map(\.line) == [2] && result.misfits.isEmpty)
  }

  @Test func `a record that the sample cuts off says nothing`() throws {
    var sizes = InputSource.Sizes()
    sizes.sample = 70
    let row = "a,2026-01-01,e,"
    for last in ["true", "\"x\n\(row)x\n\(row)x\n\(row)x\n\""] {
      let text = header + row + "true\n" + row + last + "\n"
      let result = try importTable(text, sizes: sizes)
      #expect(result.plan.sampledRecords >= 1 && result.plan.columns[3].kind == .boolean)
    }
  }
}
