import Testing

@Suite struct DocumentationTests {
  @Test func `every package and public declaration is documented`() {
    expectNone(DocumentationRules.undocumented(Repository.sources))
  }

  // MARK: The rules can fail

  static func lines(_ text: String) -> [Int?] {
    DocumentationRules.undocumented([SourceFile(path: "A.swift", text: text)]).map(\.line)
  }

  @Test(arguments: [
    "package struct A {}", "public enum A {}", "@frozen package struct A {}",
    "package static func a() {}", "package mutating func a() {}", "package private(set) var a = 1",
    "package init(a: Int) {}", "package convenience init?(a: Int) {}", "package final class A {}",
    "package subscript(row: Int) -> Int { 1 }", "nonisolated package let a = 1",
    "/** old form */\npackage let a = 1", "// no doc\npackage let a = 1",
  ])
  func `finds declarations without comment`(_ text: String) {
    #expect(Self.lines(text).count == 1)
  }

  @Test(arguments: [
    "/// Says it.\npackage struct A {}", "/// Says it.\n@inlinable\npackage func a() {}",
    "struct A {}", "private func a() {}", "  package var description: String { \"\" }",
    "  package static func < (left: A, right: A) -> Bool { true }",
    "  package static func == (left: A, right: A) -> Bool { true }",
    "// package struct A {}", "let text = \"package struct A\"", "package extension A {",
    "  case package(String)", "  let package: Int = 1",
  ])
  func `lets documented and private declarations pass`(_ text: String) {
    #expect(Self.lines(text).isEmpty)
  }
}
