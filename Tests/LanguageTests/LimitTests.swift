import Foundation
import StarlingLanguage
import Testing

/// Any depth and size gets an answer or an error.
@Suite struct LimitTests {
  /// Runs on a thread with an eighth of the stack that Linux gives a thread.
  private func onSmallStack(_ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      body()
      done.signal()
    }
    thread.stackSize = 1 << 20
    thread.start()
    done.wait()
  }

  /// What stands before, in and behind the middle, and what follows all.
  struct Shape {
    var open = ""
    var middle = ""
    var close = ""
    var end = ""

    func text(_ count: Int) -> String {
      String(repeating: open, count: count) + middle + String(repeating: close, count: count) + end
    }
  }

  static let shapes: [Shape] = [
    Shape(open: "(", middle: "a", close: ")"),
    Shape(open: "("),
    Shape(open: "not ", middle: "a"),
    Shape(open: "-", middle: "1", end: " > 1"),
    Shape(open: "a{(", middle: "x", close: ")}"),
    Shape(open: "any x (", middle: "a", close: ")"),
    Shape(open: "a{"),
    Shape(open: "a["),
    Shape(open: "count(", middle: "a", close: ")"),
    Shape(open: "a in (", close: ")"),
    Shape(middle: "a", close: ")"),
    Shape(open: "(not (-(", middle: "1", close: ")))"),
    Shape(open: "1 + ", middle: "1", end: " > 1"),
    Shape(open: "2 * (1 + ", middle: "1", close: ")", end: " > 1"),
    Shape(open: "(1 + ", middle: "1", close: " + 1 * 2 - 3)", end: " > 1"),
    Shape(open: "(1 < ", middle: "1", close: ")"),
    Shape(middle: "a", close: " then b within 1s"),
    Shape(open: "a and ", middle: "a"),
    Shape(open: "a or not ", middle: "a"),
    Shape(middle: "a{x", close: ", x", end: "}"),
  ]

  @Test func `no nesting crashes, and the tree is never too high to walk`() {
    onSmallStack {
      for (name, text) in Self.shapes.flatMap({ shape in
        [30, 99, 1000, 100_000].map { ("\(shape)", shape.text($0)) }
      }) {
        let (expression, diagnostics) = Expression.parse(text)
        #expect(diagnostics.count <= 2 * LanguageLimits.diagnostics, "\(name)")
        guard let expression else {
          #expect(!diagnostics.isEmpty, "\(name)")
          continue
        }
        #expect(Expression.parse(expression.text).expression == expression, "\(name)")
        _ = expression.hashValue
      }
    }
  }

  @Test func `says that nesting is too deep, and accepts what is not`() {
    let deep = String(repeating: "(", count: 101) + "a" + String(repeating: ")", count: 101)
    #expect(Expression.parse(deep).diagnostics.map(\.code) == [.tooDeep])
    #expect(Expression.parse(String(deep.dropFirst().dropLast())).expression != nil)
    let chain = Array(repeating: "count(a)", count: 250).joined(separator: " + ") + " > 1"
    #expect(Expression.parse(chain).diagnostics.map(\.code) == [.tooDeep])
    let sum = Array(repeating: "count(a)", count: 190).joined(separator: " + ") + " > 1"
    #expect(Expression.parse(sum).expression != nil)
  }

  @Test(arguments: [
    "count(purchase{amount > 5, x == \"y\"}[30d]) >= 2 or ", "((((", "\"", "a ", "1_", "🙂", "\\",
    "a[7q] and ", "a then b within 1s ", "- ", "'", "\"\\u", "#", "\n", "a.b.", "2026-01-01 ",
  ])
  func `a megabyte of anything is answered in time`(part: String) {
    let text = String(repeating: part, count: 1_000_000 / part.utf8.count) + "a"
    let clock = ContinuousClock()
    let time = clock.measure {
      let (expression, diagnostics) = Expression.parse(text)
      #expect(expression != nil || !diagnostics.isEmpty)
      let source = SourceText(name: "big", text: text)
      for diagnostic in diagnostics { #expect(source.render(diagnostic).utf8.count < 3000) }
    }
    #expect(time < .seconds(60))
  }

  @Test func `a text beyond the limit is refused`() {
    let text = String(repeating: " ", count: LanguageLimits.textBytes) + "a"
    #expect(Expression.parse(text).diagnostics.map(\.code) == [.tooLong])
    #expect(Expression.parse(String(text.dropFirst())).expression != nil)
  }

  @Test(arguments: [1, -1])
  func `a long chain of references is checked without recursion`(direction: Int) {
    let count = 20_000
    func chain(_ count: Int, end: String = "a") -> [DefinitionText] {
      let links = (0..<count).map { index in
        DefinitionText(.segment, "s\(index)", index == 0 ? end : "segment.s\(index - 1)")
      }
      return direction > 0 ? links : links.reversed()
    }
    let high = WorkspaceCheck.check(chain(LanguageLimits.joinedHeight))
    #expect(!high.contains { !$0.isUsable })
    let tall = WorkspaceCheck.check(chain(count)).filter { !$0.isUsable }
    #expect(tall.map(\.definition.name) == ["s\(LanguageLimits.joinedHeight)"])
    #expect(tall.flatMap(\.diagnostics).map(\.code) == [.tooDeep])
    let circle = chain(count, end: "segment.s\(count - 1)")
    let problems = WorkspaceCheck.check(circle).flatMap(\.diagnostics)
    #expect(problems.map(\.code) == [.cycle])
    #expect((problems.first?.message.utf8.count ?? 0) < 300)
  }

  @Test func `the levels of definitions that need each other add up`() {
    let deep = String(repeating: "-", count: 99)
    let metrics = (0..<20).map { index in
      DefinitionText(.metric, "m\(index)", deep + (index == 0 ? "1" : "metric.m\(index - 1)"))
    }
    let checked = WorkspaceCheck.check(metrics)
    #expect(checked.filter { !$0.isUsable }.map(\.definition.name) == ["m10"])
    let problem = checked[10].diagnostics[0]
    #expect(problem.code == .tooDeep && problem.range == SourceRange(99, 108))
    let text = DefinitionText(.segment, "s", "count(a{x == (\(deep)1)}) > metric.m9")
    #expect(WorkspaceCheck.check(Array(metrics[..<9]) + [text]).last?.isUsable == false)
  }
}
