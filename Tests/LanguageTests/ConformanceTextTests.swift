import Foundation
import StarlingLanguage
import Testing

/// Every expression of the conformance cases is read, and written and read again.
@Suite struct ConformanceTextTests {
  /// The files of the cases; without them the test fails by their number.
  private static func files() throws -> [URL] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Conformance")
    return try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "jsonl" }
      .sorted { $0.path < $1.path }
  }

  struct Case: Decodable {
    struct Workspace: Decodable {
      var metrics: [String: String]?
      var segments: [String: String]
    }
    var name: String
    var workspace: Workspace
  }

  @Test func `reads every expression and reads it again from its canonical form`() throws {
    var count = 0
    for file in try Self.files() {
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
