import StarlingModel

/// The names that references can use, in the order of their definition.
package struct DefinedNames: Sendable {
  /// Names of segments.
  package var segments: [String]
  /// Names of metrics.
  package var metrics: [String]
  /// Names of uploaded lists.
  package var lists: [String]
  private let known: [Reference: Set<String>]
  private let unread: Set<String>

  /// Collects names.
  ///
  /// - Parameter unread: Names that may be defined in what could not be read.
  package init(
    segments: [String] = [], metrics: [String] = [], lists: [String] = [],
    unread: Set<String> = []
  ) {
    self.unread = unread
    self.segments = segments
    self.metrics = metrics
    self.lists = lists
    known = [
      .segment: Set(segments), .metric: Set(metrics), .list: Set(lists),
    ]
  }

  /// Problems of the references of an expression. Traits come with the data and are not checked
  /// here; scores and clusters come from models, which this version does not have.
  ///
  /// - Parameter isSuggesting: Whether to look for the nearest names; that takes time in proportion
  ///   to their number.
  func problems(in expression: Expression, isSuggesting: Bool = true) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    expression.forEachNode { node in
      switch node.kind {
      case .reference(let kind, let path), .existsReference(let kind, let path):
        if let problem = problem(kind, path, node.range, isSuggesting) { problems.append(problem) }
      default: break
      }
    }
    return problems
  }

  private func problem(
    _ kind: Reference, _ path: PropertyPath, _ range: SourceRange, _ isSuggesting: Bool
  ) -> Diagnostic? {
    let name = path.components.joined(separator: ".")
    if kind == .score || kind == .cluster {
      return Diagnostic(
        .error, .unknownReference, "this version has no models: \(kind.rawValue).\(name)",
        expected: "a metric, or a trait that holds what a model of yours says", range: range)
    }
    guard let known = known[kind], !known.contains(name), !unread.contains(name) else {
      return nil
    }
    let names = kind == .segment ? segments : kind == .metric ? metrics : lists
    var suggestion = NearestName.find(name, among: isSuggesting ? names : []).map {
      "\(kind.rawValue).\($0)"
    }
    for other in [Reference.segment, .metric, .list]
    where suggestion == nil && self.known[other]?.contains(name) == true {
      suggestion = "\(other.rawValue).\(name)"
    }
    return Diagnostic(
      .error, .unknownReference, "there is no \(kind.rawValue) \(name)",
      expected: names.isEmpty
        ? "a \(kind.rawValue) of this workspace, which defines none"
        : "a \(kind.rawValue) of this workspace",
      range: range, suggestion: suggestion)
  }
}
