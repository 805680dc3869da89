extension Workspace {
  /// Reads and checks an expression against this workspace, for previews.
  package func check(
    _ text: String, as type: ExpressionType = .condition
  ) -> (expression: Expression?, diagnostics: [Diagnostic]) {
    let names = DefinedNames(
      segments: segments.map(\.name), metrics: metrics.map(\.name), lists: lists.keys.sorted())
    let (expression, diagnostics) = WorkspaceCheck.check(text, as: type, names)
    let isWrong = diagnostics.contains { $0.severity == .error }
    return (isWrong ? nil : expression, diagnostics)
  }
}
