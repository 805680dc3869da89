import StarlingModel

/// Warns of events, properties and traits that the data does not have.
///
/// Make one and ask it about many expressions: it sorts the names once.
package struct KnownNamesCheck {
  private let names: KnownNames
  private let eventNames: [String]
  private let allProperties: Set<PropertyPath>

  /// Prepares for questions about `names`.
  package init(_ names: KnownNames) {
    self.names = names
    eventNames = names.events.keys.sorted()
    allProperties = names.events.values.reduce(into: []) { $0.formUnion($1) }
  }

  /// Warnings about one expression, in the order of its text.
  package func warnings(_ expression: Expression) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    expression.forEachNode { node in
      switch node.kind {
      case .reference(.trait, let path), .existsReference(.trait, let path),
        .sinceTrait(let path), .elapsedTrait(let path):
        warnings += missing(
          path, in: names.traits, "no profile has the trait", node.range, "trait.")
      case .any(let path, _):
        warnings += missing(path, in: allProperties, "no event has the property", node.range)
      default: break
      }
      for selector in node.selectors { warnings += self.warnings(selector) }
    }
    return warnings.sorted { $0.range.start < $1.range.start }
  }

  private func warnings(_ selector: Selector) -> [Diagnostic] {
    let known: Set<PropertyPath>
    let owner: String
    switch selector.source {
    case .session: return []
    case .all:
      known = allProperties
      owner = "no event has the property"
    case .named(let name):
      guard let properties = names.events[name] else { return [unknownEvent(name, selector)] }
      known = properties
      owner = "no event \(ExpressionPrinter.eventName(name)) has the property"
    }
    var warnings: [Diagnostic] = []
    if let path = selector.path { warnings += missing(path, in: known, owner, selector.range) }
    selector.filter?.forEachNode { node in
      switch node.kind {
      case .path(let path), .existsPath(let path):
        warnings += missing(path, in: known, owner, node.range)
      default: break
      }
    }
    return warnings
  }

  private func unknownEvent(_ name: String, _ selector: Selector) -> Diagnostic {
    let written = ExpressionPrinter.eventName(name)
    // The name stands at the start of the selector; only bare names have a predictable length.
    let length =
      written.hasPrefix("\"") ? selector.range.end : selector.range.start + name.utf8.count
    return Diagnostic(
      .warning, .unknownEvent, "the data has no event \(written)",
      expected: "an event of the data",
      range: SourceRange(selector.range.start, min(length, selector.range.end)),
      suggestion: NearestName.find(name, among: eventNames).map(ExpressionPrinter.eventName))
  }

  /// A path is known when it or something inside it is.
  private func missing(
    _ path: PropertyPath, in known: Set<PropertyPath>, _ message: String, _ range: SourceRange,
    _ prefix: String = ""
  ) -> [Diagnostic] {
    if known.contains(path)
      || known.contains(where: { $0.components.starts(with: path.components) })
    {
      return []
    }
    let written = ExpressionPrinter.path(path)
    let candidates = known.map { ExpressionPrinter.path($0) }.sorted()
    let nearest = NearestName.find(written, among: candidates)
    return [
      Diagnostic(
        .warning, .unknownProperty, "\(message) \(written)", expected: "a name of the data",
        range: range, suggestion: nearest.map { prefix + $0 })
    ]
  }
}
