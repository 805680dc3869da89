import StarlingLanguage
import StarlingModel

extension PlanCompiler {
  /// A compiler for a workspace whose time zone is known.
  init(checking workspace: Workspace) throws(PlanError) {
    guard let calendar = ZoneCalendar(timezone: workspace.settings.timezone) else {
      throw PlanError(
        description: "time zone '\(workspace.settings.timezone)' is not known to this system")
    }
    self.init(workspace, calendar)
  }

  /// The question about a condition, with those about its parts.
  ///
  /// - Parameter named: Definitions that were asked about already.
  mutating func question(
    _ expression: Expression, _ named: inout Set<String>
  ) throws(PlanError) -> Question {
    let node = try node(expression)
    var question = Question(text: expression.text, subject: .condition(node))
    switch expression.kind {
    case .and(let operands), .or(let operands):
      for operand in operands { question.children.append(try self.question(operand, &named)) }
    case .not(let operand): question.children = [try self.question(operand, &named)]
    case .comparison(let left, _, let right):
      question.children = try operands(of: node, [left, right], &named)
    case .isIn(let operand, _, _), .text(let operand, _, _):
      question.children = try operands(of: node, [operand], &named)
    case .existsReference(.trait, let path), .reference(.trait, let path):
      question.evidence = .trait(intern(path))
    case .aggregate:
      question.children = try operands(of: node, [expression], &named)
    case .reference(.segment, let path):
      try refer(to: definitions, path, &question, &named, isNumber: false)
    case .any(_, let body):
      guard case .any(let index) = plan.nodes[node] else { break }
      question.evidence = .any(index)
      scope = index
      question.children = [try self.question(body, &named)]
      scope = nil
    case .pattern(let pattern): question.evidence = try evidence(pattern, node)
    default: break
    }
    return question
  }

  /// Adds the question about a definition's own expression, once for each definition.
  private mutating func refer(
    to definitions: [String: Definition], _ path: PropertyPath, _ question: inout Question,
    _ named: inout Set<String>, isNumber: Bool
  ) throws(PlanError) {
    let name = path.components.joined(separator: ".")
    guard let definition = definitions[name] else { return }
    guard named.insert((isNumber ? "metric " : "segment ") + name).inserted else {
      question.evidence = .above
      return
    }
    if isNumber {
      question.children = try self.number(definition.expression, &named).map { [$0] } ?? []
    } else {
      question.children = [try self.question(definition.expression, &named)]
    }
  }

  private mutating func evidence(
    _ pattern: Pattern, _ node: Int
  ) throws(PlanError) -> Question.Evidence {
    guard case .chain(let index) = plan.nodes[node] else {
      return .events(try view(pattern.first), path: nil)
    }
    let first = Expression(.pattern(Pattern(pattern.first))).text
    let steps = pattern.steps.map { step in
      let text = Expression(.pattern(Pattern(pattern.first, [step]))).text
      return String(text.dropFirst(first.count + 1))
    }
    return .chain(index, steps: steps)
  }

  // MARK: Operands

  /// The questions about the operands of a comparison; constants ask nothing.
  private mutating func operands(
    of node: Int, _ expressions: [Expression], _ named: inout Set<String>
  ) throws(PlanError) -> [Question] {
    var questions: [Question] = []
    for expression in expressions {
      if case .percentile = expression.kind, case .percentile(_, _, let index) = plan.nodes[node] {
        questions.append(Question(text: expression.text, subject: .threshold(index)))
      } else if let question = try number(expression, &named) {
        questions.append(question)
      }
    }
    return questions
  }

  /// The question about a number or value; `nil` for constants.
  private mutating func number(
    _ expression: Expression, _ named: inout Set<String>
  ) throws(PlanError) -> Question? {
    if constant(expression) != nil || isText(expression) { return nil }
    let text = expression.text
    if let clock = try elapsed(expression) {
      return Question(text: text, subject: .clock(clock), evidence: evidence(clock))
    }
    switch expression.kind {
    case .reference(.trait, let path):
      let operand = try operand(expression)
      return Question(text: text, subject: .value(operand), evidence: .trait(intern(path)))
    case .aggregate(.first, let selector), .aggregate(.last, let selector):
      let operand = try operand(expression)
      let evidence = Question.Evidence.events(try view(selector), path: operand.path)
      return Question(text: text, subject: .value(operand), evidence: evidence)
    case .aggregate(_, let selector):
      let path = selector.path.map { intern($0) }
      let numeric = try numeric(expression)
      let evidence = Question.Evidence.events(try view(selector), path: path)
      return Question(text: text, subject: .number(numeric), evidence: evidence)
    case .reference(.metric, let path):
      var question = Question(text: text, subject: .number(try numeric(expression)))
      try refer(to: metrics, path, &question, &named, isNumber: true)
      return question
    case .arithmetic(let left, _, let right):
      var question = Question(text: text, subject: .number(try numeric(expression)))
      for operand in [left, right] {
        if let child = try number(operand, &named) { question.children.append(child) }
      }
      return question
    case .negative(let operand):
      let child = try number(operand, &named)
      return Question(
        text: text, subject: .number(try numeric(expression)), children: child.map { [$0] } ?? [])
    default: return nil
    }
  }

  private func evidence(_ clock: Elapsed) -> Question.Evidence {
    switch clock {
    case .sinceLast(let view), .sinceFirst(let view): .events(view, path: nil)
    case .sinceTrait(let path), .sinceTraitInstant(let path): .trait(path)
    }
  }
}
