import StarlingModel

/// Checks definitions together: syntax, types, references and cycles.
package enum WorkspaceCheck {
  /// Reads and checks all definitions of a workspace.
  ///
  /// - Parameters:
  ///   - definitions: Segments and metrics; names are unique within a kind.
  ///   - lists: Names of the uploaded lists.
  /// - Returns: One result for each definition, in the same order.
  package static func check(
    _ definitions: [DefinitionText], lists: [String] = []
  ) -> [CheckedDefinition] {
    let names = DefinedNames(
      segments: definitions.filter { $0.kind == .segment }.map(\.name),
      metrics: definitions.filter { $0.kind == .metric }.map(\.name), lists: lists)
    var checked = definitions.map { definition in
      let type: ExpressionType = definition.kind == .segment ? .condition : .number
      let (expression, diagnostics) = check(definition.text, as: type, names)
      return CheckedDefinition(
        definition: definition, expression: expression,
        diagnostics: diagnostics.map { $0.about(definition.subject) })
    }
    for cycle in CycleSearch.cycles(in: checked) {
      checked[cycle.index].diagnostics.append(cycle.diagnostic)
      checked[cycle.index].diagnostics.sort { $0.range.start < $1.range.start }
    }
    return checked
  }

  /// Reads and checks one expression that may refer to existing definitions.
  ///
  /// - Returns: The tree, also when only a warning was found or a type or name is wrong; nil when
  ///   the text could not be read. Diagnostics in the order of the text.
  package static func check(
    _ text: String, as type: ExpressionType, _ names: DefinedNames
  ) -> (expression: Expression?, diagnostics: [Diagnostic]) {
    var (expression, diagnostics) = Expression.parse(text)
    guard let expression else { return (nil, diagnostics) }
    var types = TypeCheck()
    switch type {
    case .condition: types.requireBoolean(expression)
    case .number: types.requireNumber(expression)
    case .either: types.requireValue(expression)
    }
    diagnostics += types.diagnostics + names.problems(in: expression)
    diagnostics.sort { $0.range.start < $1.range.start }
    return (expression, Array(diagnostics.prefix(LanguageLimits.diagnostics)))
  }
}

/// What an expression is needed for.
package enum ExpressionType: Hashable, Sendable {
  /// True or false, as a segment.
  case condition
  /// A number, as a metric.
  case number
  /// Whatever it is; for previews.
  case either
}

extension Diagnostic {
  /// The same problem of the definition `subject`.
  package func about(_ subject: String) -> Diagnostic {
    var copy = self
    copy.subject = subject
    return copy
  }
}

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
