import StarlingModel

/// Checks definitions together: syntax, types, references, cycles and height.
package enum WorkspaceCheck {
  /// Reads and checks all definitions of a workspace.
  ///
  /// - Parameters:
  ///   - definitions: Segments and metrics; names are unique within a kind.
  ///   - lists: Names of the uploaded lists.
  ///   - unread: Names that may be defined in what could not be read; references to them are no
  ///     problem.
  /// - Returns: One result for each definition, in the same order.
  package static func check(
    _ definitions: [DefinitionText], lists: [String] = [], unread: Set<String> = []
  ) -> [CheckedDefinition] {
    let names = DefinedNames(
      segments: definitions.filter { $0.kind == .segment }.map(\.name),
      metrics: definitions.filter { $0.kind == .metric }.map(\.name), lists: lists, unread: unread)
    var unknown = 0
    var checked = definitions.map { definition in
      let type: ExpressionType = definition.kind == .segment ? .condition : .number
      let (expression, diagnostics) = check(
        definition.text, as: type, names, isSuggesting: unknown < LanguageLimits.suggestions)
      unknown += diagnostics.count { $0.code == .unknownReference }
      return CheckedDefinition(
        definition: definition, expression: expression,
        diagnostics: diagnostics.map { $0.about(definition.subject) })
    }
    let index = DefinitionIndex(checked)
    let search = CycleSearch(checked, index)
    // In a circle nothing has a height.
    let heights =
      search.cycles.isEmpty ? HeightCheck.problems(in: checked, index, order: search.order) : []
    let problems =
      search.cycles.map { ($0.index, $0.diagnostic) } + heights.map { ($0.index, $0.diagnostic) }
    for (index, problem) in problems {
      checked[index].diagnostics.append(problem)
      checked[index].diagnostics.sort { $0.range.start < $1.range.start }
    }
    return checked
  }

  /// Reads and checks one expression that may refer to existing definitions.
  ///
  /// - Parameters:
  ///   - type: What the expression is for.
  ///   - names: What it may refer to.
  ///   - isSuggesting: Whether unknown references get the nearest known name.
  /// - Returns: The tree, also when only a warning was found or a type or name is wrong; nil when
  ///   the text could not be read. Diagnostics in the order of the text.
  package static func check(
    _ text: String, as type: ExpressionType, _ names: DefinedNames, isSuggesting: Bool = true
  ) -> (expression: Expression?, diagnostics: [Diagnostic]) {
    var (expression, diagnostics) = Expression.parse(text)
    guard let expression else { return (nil, diagnostics) }
    var types = TypeCheck()
    switch type {
    case .condition: types.requireBoolean(expression)
    case .number: types.requireNumber(expression)
    case .either: types.requireValue(expression)
    }
    diagnostics += types.diagnostics + names.problems(in: expression, isSuggesting: isSuggesting)
    diagnostics.sort { $0.range.start < $1.range.start }
    return (expression, Array(diagnostics.prefix(LanguageLimits.diagnostics)))
  }
}
