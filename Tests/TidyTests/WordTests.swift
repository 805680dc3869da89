import Testing

@Suite struct WordTests {
  @Test func `banned words have a replacement`() {
    expectNone(WordRules.banned(Repository.sources + Repository.tests))
  }

  @Test func `nothing is unwrapped by force`() {
    expectNone(WordRules.forcedUnwraps(Repository.sources))
  }

  @Test func `no catch is empty`() {
    expectNone(WordRules.emptyCatches(Repository.sources))
  }

  @Test func `unchecked Sendable is used three times at most and says why`() {
    expectNone(WordRules.unchecked(Repository.sources))
  }

  // MARK: The rules can fail

  static func file(_ path: String, _ text: String) -> SourceFile {
    SourceFile(path: path, text: text)
  }

  @Test(arguments: [
    ("Sources/Base/A.swift", "let a = try! b()"), ("Sources/Edge/A.swift", "a as! B"),
    ("Sources/Edge/A.swift", "fatalError(\"no\")"), ("Sources/Path/A.swift", "print(1)"),
    ("Sources/Engine/A.swift", "let now = Date()"), ("Sources/Base/A.swift", "let id = UUID()"),
    ("Sources/Path/A.swift", "Int.random(in: 0..<3)"), ("Sources/Path/A.swift", "Bool.random()"),
    ("Sources/Engine/A.swift", "unsafe a[0]"), ("Sources/Engine/A.swift", "a.withUnsafeBytes {}"),
    ("Sources/Base/A.swift", "\"\\(try! a())\""),
    ("Tests/ATests/A.swift", "// " + "TO" + "DO: later"),
    ("Sources/Base/A.swift", "/// " + "FIX" + "ME"),
  ])
  func `finds banned words`(_ path: String, _ text: String) {
    #expect(WordRules.banned([Self.file(path, text)]).count == 1, "\(text)")
  }

  @Test(arguments: [
    ("Sources/Base/A.swift", "// try! this"), ("Sources/Base/A.swift", "\"try! this\""),
    ("Sources/Edge/CLI/A.swift", "print(1)"), ("Sources/Base/A.swift", "fingerprint(1)"),
    ("Sources/Edge/Sample/A.swift", "Int.random(in: 0..<3, using: &generator)"),
    ("Sources/Base/Columns/A.swift", "unsafe a[0]"), ("Sources/Base/A.swift", "blueprint = 1"),
    ("Sources/Base/A.swift", "let update = Update()"),
  ])
  func `lets other words pass`(_ path: String, _ text: String) {
    #expect(WordRules.banned([Self.file(path, text)]).isEmpty, "\(text)")
  }

  @Test(arguments: ["a!.b", "a()!", "a[0]!", "let a: Int!", "\"a\".first!", "f(a!)", "\"\\(a!)\""])
  func `finds values unwrapped by force`(_ text: String) {
    #expect(WordRules.forcedUnwraps([Self.file("A.swift", text)]).count == 1, "\(text)")
  }

  @Test(arguments: ["!a", "a != b", "a!=b", "if !a.b { }", "(!a)", "\"a!\"", "// a!", "try! a"])
  func `lets negations pass`(_ text: String) {
    #expect(WordRules.forcedUnwraps([Self.file("A.swift", text)]).isEmpty, "\(text)")
  }

  @Test func `finds empty catches`() {
    for text in ["do {} catch {}", "do {\n} catch {\n}"] {
      #expect(WordRules.emptyCatches([Self.file("A.swift", text)]).count == 1, "\(text)")
    }
    let handled = Self.file("A.swift", "do {\n} catch {\n  count += 1\n}")
    #expect(WordRules.emptyCatches([handled]).isEmpty)
  }

  @Test func `finds unchecked Sendable without reason and beyond the budget`() {
    let bare = Self.file("A.swift", "struct A: @unchecked Sendable {\n}")
    #expect(WordRules.unchecked([bare]).count == 1)
    let told = Self.file(
      "B.swift", "struct A: @unchecked Sendable {\n  // Sendable because it never changes.\n}")
    #expect(WordRules.unchecked([told, told, told]).isEmpty)
    #expect(WordRules.unchecked([told, told, told, told]).count == 1)
  }
}
