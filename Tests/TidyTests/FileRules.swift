/// What the repository holds beside code and documents.
enum FileRules {
  static let bytesMax = 1 << 20
  /// Files that may be larger, each with the reason.
  static let large: [String: String] = [
    "Tests/Conformance/random-1000.jsonl": "the cases of an independent model, kept as they are"
  ]

  /// Files that would weigh on every clone.
  static func sizes(_ files: [(path: String, byteCount: Int)]) -> [Violation] {
    files.filter { $0.byteCount > bytesMax && large[$0.path] == nil }.map {
      Violation(
        path: $0.path, value: "\($0.byteCount) bytes",
        remedy: "at most \(bytesMax); generate it, or list it with the reason in FileRules.large")
    }
  }

  /// Cases that no test names: neither the file nor a folder that holds it.
  static func unusedCases(_ paths: [String], tests: [SourceFile]) -> [Violation] {
    let texts = tests.flatMap { file in
      file.lines.flatMap { line in
        line.split(separator: "\"").flatMap { $0.split(separator: "/") }.map(String.init)
      }
    }
    let named = Set(texts)
    return paths.filter { path in
      let parts = path.split(separator: "/").dropFirst().map(String.init)
      // `Golden` alone names all of them and so none.
      return !parts.contains { $0 != "Golden" && named.contains($0) }
    }.map {
      Violation(path: $0, value: "is used by no test", remedy: "read it in a test or remove it")
    }
  }
}
