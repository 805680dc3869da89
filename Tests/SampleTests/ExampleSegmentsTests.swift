import Foundation
import StarlingLanguage
import StarlingModel
import StarlingSample
import StarlingWorkspace
import Testing

/// Examples/shop.yaml fits the language, the sample shop and the documentation.
@Suite struct ExampleSegmentsTests {
  private let file: WorkspaceFile
  private let segments: [Definition]

  init() throws {
    file = try WorkspaceFile.read(at: Self.root + "/Examples/shop.yaml")
    segments = file.workspace?.segments ?? []
  }

  /// The directory of the repository.
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  @Test func `the file has neither errors nor warnings`() {
    #expect(file.diagnostics.isEmpty, "\(file.source.render(file.diagnostics))")
    #expect(segments.count == 30)
  }

  @Test func `every segment has a title and a description`() {
    for segment in segments {
      #expect(segment.title?.isEmpty == false, "\(segment.name)")
      #expect(segment.description?.isEmpty == false, "\(segment.name)")
    }
  }

  @Test func `every event, property and trait occurs in the sample shop`() throws {
    var known = KnownNames()
    for line in try SampleFixture.shared.get().lines {
      switch line.type {
      case "identify": known.traits.formUnion(paths(line.traits, []))
      case "track", "page":
        let name = line.event ?? line.fields["name"]?.text ?? line.type
        let found = paths(line.properties, []).union(paths(line.context, ["context"]))
        known.events[name, default: []].formUnion(found)
      default: break
      }
    }
    let warnings = file.check(known)
    #expect(warnings.isEmpty, "\(file.source.render(warnings))")
  }

  private func paths(_ field: SampleFixture.Field, _ parents: [String]) -> Set<PropertyPath> {
    guard case .object(let fields) = field else { return [PropertyPath(parents)] }
    return fields.reduce(into: []) { $0.formUnion(paths($1.value, parents + [$1.key])) }
  }

  @Test func `the language reference works through every segment`() throws {
    let documented = try workedExamples()
    for segment in segments {
      #expect(documented.contains(segment.expression), "\(segment.name) is not in language.md")
    }
  }

  /// The expressions of the section of worked examples: a block is one expression, or one a line.
  private func workedExamples() throws -> Set<StarlingLanguage.Expression> {
    let path = Self.root + "/docs/reference/language.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let start = try #require(text.range(of: "\n## Worked examples\n"))
    let end = try #require(text.range(of: "\n## Grammar\n"))
    var expressions: Set<StarlingLanguage.Expression> = []
    for block in text[start.upperBound..<end.lowerBound].split(separator: "\n\n") {
      guard block.hasPrefix("    "), !block.hasPrefix("    metrics:") else { continue }
      if let whole = StarlingLanguage.Expression.parse(String(block)).expression {
        expressions.insert(whole)
        continue
      }
      for line in block.split(separator: "\n") {
        let (expression, problems) = StarlingLanguage.Expression.parse(String(line))
        expressions.insert(try #require(expression, "\(line): \(problems)"))
      }
    }
    return expressions
  }
}
