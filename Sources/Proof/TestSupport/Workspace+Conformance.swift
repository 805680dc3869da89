import StarlingLanguage
import StarlingModel

/// Workspaces of conformance cases, read from their JSON without the workspace reader that is under
/// test.
extension Workspace {
  /// Reads settings, metrics and segments, in order.
  ///
  /// - Throws: The first definition that is not an expression.
  package init(conformance json: OrderedJSON) throws {
    self.init()
    if let timezone = json["timezone"]?.string { settings.timezone = timezone }
    if let gap = json["sessions"]?["gap"]?.string { settings.sessionGapMs = try milliseconds(gap) }
    if let pages = json["sessions"]?["pages"] {
      settings.sessionPages = pages.elements.compactMap(\.string)
    }
    if let every = json["percentiles"]?["every"]?.string {
      settings.percentileEveryMs = try milliseconds(every)
    }
    for list in json["lists"]?.members ?? [] { lists[list.key] = list.value.string }
    metrics = try (json["metrics"]?.members ?? []).map(Definition.init(conformance:))
    segments = try (json["segments"]?.members ?? []).map(Definition.init(conformance:))
  }

  /// The workspace file that reads as this workspace.
  package var json: OrderedJSON {
    func list(_ definitions: [Definition]) -> OrderedJSON {
      .object(definitions.map { .init($0.name, .string($0.expression.text)) })
    }
    let sessions: [OrderedJSON.Member] = [
      .init("gap", .string("\(settings.sessionGapMs)ms")),
      .init("pages", .array(settings.sessionPages.map(OrderedJSON.string))),
    ]
    var members: [OrderedJSON.Member] = [
      .init("timezone", .string(settings.timezone)), .init("sessions", .object(sessions)),
      .init(
        "percentiles",
        .object([.init("every", .string("\(settings.percentileEveryMs)ms"))])),
    ]
    if !lists.isEmpty {
      let ordered = lists.sorted { $0.key < $1.key }
      members.append(.init("lists", .object(ordered.map { .init($0.key, .string($0.value)) })))
    }
    if !metrics.isEmpty { members.append(.init("metrics", list(metrics))) }
    return .object(members + [.init("segments", list(segments))])
  }
}

extension Definition {
  fileprivate init(conformance member: OrderedJSON.Member) throws {
    guard let text = member.value.string ?? member.value["when"]?.string else {
      throw ConformanceProblem(problem: "\(member.key) has no expression")
    }
    self.init(name: member.key, text: text, expression: try Expression(reading: text))
  }
}

extension Expression {
  /// The tree of a text that should be right.
  ///
  /// - Throws: What is wrong with it.
  package init(reading text: String) throws {
    let (expression, diagnostics) = Expression.parse(text)
    guard let expression else {
      let reasons = diagnostics.map(\.message).joined(separator: "; ")
      throw ConformanceProblem(problem: "\(text) cannot be read: \(reasons)")
    }
    self = expression
  }
}

private func milliseconds(_ duration: String) throws -> Int64 {
  guard case .duration(let milliseconds) = try Expression(reading: duration).kind else {
    throw ConformanceProblem(problem: "\(duration) is not a duration")
  }
  return milliseconds
}
