import StarlingRegex
import Testing

@Suite struct RegularExpressionTests {
  @Test(arguments: [
    ("p[13]$", "p1", true), ("p[13]$", "p12", false), ("^a", "ba", false), ("b", "abc", true),
    ("", "", true), ("(?i)ÄPFEL", "zwei äpfel", true), ("^.$", "😀", true),
    ("a\\x{0}b", "a\0b", true),
  ])
  func `finds a pattern anywhere`(pattern: String, text: String, isFound: Bool) throws {
    let expression = try RegularExpression(pattern)
    #expect(expression.isFound(in: text) == isFound)
    let bytes = Array(text.utf8)
    #expect(expression.isFound(in: bytes.span) == isFound)
  }

  @Test(arguments: ["(", "a{2,1}", "(?=a)", "\\1", "[", "(?P<n", "x{1001}", "\\"])
  func `says why a pattern does not compile`(pattern: String) {
    let problem = #expect(throws: RegularExpressionProblem.self) {
      try RegularExpression(pattern)
    }
    #expect(problem?.message.isEmpty == false)
  }

  @Test func `patterns that need too much memory do not compile`() {
    let greedy = String(repeating: "(x{100}){10}", count: 200)
    #expect(throws: RegularExpressionProblem.self) { try RegularExpression(greedy) }
    let deep = String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000)
    #expect(throws: RegularExpressionProblem.self) { try RegularExpression(deep) }
  }

  @Test func `takes linear time where backtracking would take for ever`() throws {
    let expression = try RegularExpression("(a*)*(a|aa)+$")
    let text = String(repeating: "a", count: 200_000) + "b"
    #expect(!expression.isFound(in: text))
  }

  @Test func `many threads may ask one pattern`() async throws {
    let expression = try RegularExpression("x[0-9]+y")
    await withTaskGroup(of: Bool.self) { group in
      for index in 0..<64 {
        group.addTask { expression.isFound(in: "ax\(index)y") }
      }
      for await isFound in group { #expect(isFound) }
    }
  }
}
