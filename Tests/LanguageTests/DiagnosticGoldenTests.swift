import StarlingLanguage
import StarlingTestSupport
import Testing

/// Every kind of problem, with its rendering, as tables in `Tests/Golden/language-errors`.
@Suite struct DiagnosticGoldenTests {
  /// Codes that only several definitions or a file can cause; other suites hold their cases.
  static let elsewhere: Set<DiagnosticCode> = [
    .tooLong, .tooDeep, .unknownReference, .cycle, .unknownEvent, .badYAML, .unknownKey,
    .duplicateKey, .wrongType, .badSetting, .badName,
  ]

  static func check(_ example: GoldenCase) -> [Diagnostic] {
    let type: ExpressionType =
      example.title.hasPrefix("metric")
      ? .number : example.title.hasPrefix("preview") ? .either : .condition
    return WorkspaceCheck.check(example.input, as: type, DefinedNames()).diagnostics
  }

  @Test func `says what is wrong, where, and what would be right`() throws {
    let differences = try GoldenCase.differences(in: "language-errors") { example in
      let source = SourceText(name: "expression", text: example.input)
      return source.render(Self.check(example))
    }
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n\n"))")
  }

  @Test func `has a case for every code`() {
    let seen = Set(
      GoldenCase.all(in: "language-errors").flatMap { Self.check($0) }.map(\.code))
    let missing = Set(DiagnosticCode.allCases).subtracting(seen).subtracting(Self.elsewhere)
    #expect(missing.isEmpty)
    #expect(GoldenCase.all(in: "language-errors").count > 100)
  }

  @Test func `lets every warning pass`() {
    for example in GoldenCase.all(in: "language-errors")
    where example.description.hasPrefix("5-warnings") {
      let (expression, diagnostics) = Expression.parse(example.input)
      #expect(expression != nil)
      #expect(diagnostics.allSatisfy { $0.severity == .warning })
    }
  }
}
