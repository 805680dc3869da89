import StarlingLanguage
import StarlingTestSupport
import StarlingWorkspace
import Testing

/// Problems of workspace files and their canonical form, as tables in `Tests/Golden`.
@Suite struct WorkspaceGoldenTests {
  @Test func `points at the place in the file`() throws {
    let differences = try GoldenCase.differences(in: "workspace-errors") { example in
      let file = WorkspaceFile.read(text: example.input, path: "shop.yaml")
      return file.source.render(file.diagnostics)
    }
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n\n"))")
  }

  @Test func `has a case for every code of files`() {
    let codes = GoldenCase.all(in: "workspace-errors").flatMap {
      WorkspaceFile.read(text: $0.input, path: "shop.yaml").diagnostics.map(\.code)
    }
    let wanted: Set<DiagnosticCode> = [
      .badYAML, .unknownKey, .duplicateKey, .wrongType, .badSetting, .badName, .unknownReference,
      .cycle,
    ]
    #expect(wanted.subtracting(codes).isEmpty)
  }

  @Test func `writes the canonical form`() throws {
    let differences = try GoldenCase.differences(in: "workspace-format") { example in
      (try? WorkspaceFormatter.format(example.input)) ?? "not formatted"
    }
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n\n"))")
  }

  @Test(arguments: GoldenCase.all(in: "workspace-format"))
  func `formats twice as once and keeps comments and meaning`(example: GoldenCase) throws {
    try FormatLaws.check(example.input)
  }
}
