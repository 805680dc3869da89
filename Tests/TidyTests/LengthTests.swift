import Testing

@Suite struct LengthTests {
  @Test func `a source file has at most 400 lines`() {
    #expect(Repository.sources.count > 100, "the sources were not found")
    expectNone(LengthRules.files(Repository.sources, limit: LengthRules.sourceLinesMax))
  }

  @Test func `a test file has at most 600 lines`() {
    expectNone(LengthRules.files(Repository.tests, limit: LengthRules.testLinesMax))
  }

  @Test func `a function has at most 70 lines`() {
    expectNone(LengthRules.functions(Repository.sources + Repository.tests))
  }

  @Test func `a line has at most 100 columns`() {
    let manifest = SourceFile(
      path: "Package.swift", text: Repository.checkout.text("Package.swift"))
    let native = Repository.checkout.paths(under: "Sources").filter {
      $0.hasSuffix(".h") || $0.hasSuffix(".cpp") || $0.hasSuffix(".c")
    }.map { SourceFile(path: $0, text: Repository.checkout.text($0)) }
    expectNone(LengthRules.columns(Repository.sources + Repository.tests + native + [manifest]))
  }

  // MARK: The rules can fail

  static func file(_ text: String) -> SourceFile { SourceFile(path: "A.swift", text: text) }

  @Test func `finds long files and wide lines`() {
    let text = String(repeating: "let a = 1\n", count: 401)
    #expect(LengthRules.files([Self.file(text)], limit: 400).map(\.value) == ["401 lines"])
    #expect(LengthRules.files([Self.file(text)], limit: 401).isEmpty)
    let wide = "a\n// " + String(repeating: "ä", count: 98)
    #expect(LengthRules.columns([Self.file(wide)]).map(\.line) == [2])
    #expect(LengthRules.columns([Self.file(String(wide.dropLast()))]).isEmpty)
    let data = String(repeating: "x", count: 101)
    #expect(LengthRules.columns([Self.file("let a = \"\(data)\"")]).count == 1)
    #expect(LengthRules.columns([Self.file("let a = \"\"\"\n\(data)\n\"\"\"")]).isEmpty)
  }

  @Test func `finds long functions of every kind`() {
    let body = String(repeating: "    work()\n", count: 69)
    for head in ["func a()", "init?(b: Int)", "deinit", "subscript(row: Int) -> Int"] {
      let text = "struct A {\n  \(head) {\n\(body)  }\n}"
      #expect(LengthRules.functions([Self.file(text)]).map(\.line) == [2], "\(head)")
    }
  }

  @Test func `measures functions with generics, closures and texts around braces`() {
    let text = #"""
      protocol P {
        func required(_ body: () -> Void)
        init(a: Int)
        subscript(row: Int) -> Int { get }
      }
      func `var and func`<T>(
        _ a: T, then: (T) -> Void = { _ in }
      ) -> [T] where T: P {
        let text = "} \(a.map { $0 }) {"
        // }
        return T.init(a)
      }
      """#
    let found = FunctionScan.functions(Self.file(text))
    #expect(found.contains(FunctionScan.Function(line: 6, lineCount: 7)))
    #expect(!found.contains { $0.line == 2 || $0.line == 3 || $0.line > 6 })
  }
}
