import StarlingLanguage
import StarlingServer
import StarlingWorkspace

/// Looks at the definitions.
enum DefinitionChecks {
  /// Whether the workspace can be read and has no error.
  static func workspace(_ settings: ServerSettings) -> DoctorFinding {
    guard let path = settings.workspacePath else { return .fine("no workspace is named") }
    do {
      let file = try WorkspaceFile.named(path)
      let problems = file.diagnostics + ListFiles(file).problems
      let errors = problems.count { $0.severity == .error }
      if errors > 0 {
        return .problem("\(path) has \(errors) errors", remedy: "starling check \(path) shows them")
      }
      if !problems.isEmpty {
        return .warning(
          "\(path) has \(problems.count) warnings", remedy: "starling check \(path) shows them")
      }
      return .fine("\(path), \(file.workspace?.segments.count ?? 0) segments")
    } catch {
      return .problem("\(path): \(error)", remedy: "check the path and its permissions")
    }
  }
}
