import Foundation
import StarlingLanguage
import Testing

/// Every expression of the conformance cases is read, and written and read again.
@Suite struct ConformanceTextTests {
  /// The files of the cases: in the repository, else beside it.
  static let files: [URL] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let repository = tests.deletingLastPathComponent()
    let folders = [
      tests.appending(path: "Golden/conformance"), tests.appending(path: "Conformance"),
      repository.deletingLastPathComponent().appending(path: "shared/conformance"),
    ]
    for folder in folders {
      let found = try? FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil)
      let cases = (found ?? []).filter { $0.pathExtension == "jsonl" }
      if !cases.isEmpty { return cases.sorted { $0.path < $1.path } }
    }
    return []
  }()

  struct Case: Decodable {
    struct Workspace: Decodable {
      var metrics: [String: String]?
      var segments: [String: String]
    }
    var name: String
    var workspace: Workspace
  }

  @Test(.enabled(if: !files.isEmpty, "the conformance cases are not here"))
  func `reads every expression and reads it again from its canonical form`() throws {
    var count = 0
    for file in Self.files {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let example = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
        let definitions = example.workspace.segments.merging(
          example.workspace.metrics ?? [:], uniquingKeysWith: { $1 })
        for text in definitions.values {
          let (expression, diagnostics) = Expression.parse(text)
          #expect(diagnostics.isEmpty, "\(text): \(diagnostics)")
          let tree = try #require(expression, "\(text)")
          #expect(Expression.parse(tree.text).expression == tree, "\(text) became \(tree.text)")
          count += 1
        }
      }
    }
    print("conformance expressions read: \(count)")
    #expect(count >= 700)
  }
}
