import StarlingLanguage

/// One part of an expression in the form in which the evaluator can be asked about it.
struct Question: Sendable {
  /// What the evaluator answers; by index in the plan.
  enum Subject: Sendable {
    case condition(Int)
    case number(Int)
    case value(Operand)
    case clock(Elapsed)
    /// The threshold of a percentile.
    case threshold(Int)
  }

  /// What decides the answer beside its children.
  enum Evidence: Sendable {
    case none
    /// The rows of a view, and the property read from each.
    case events(View, path: Int?)
    /// The identify call that set a trait.
    case trait(Int)
    /// A chain, and its steps as text.
    case chain(Int, steps: [String])
    /// An `any`; the children are asked about the rows of one value.
    case any(Int)
    /// A definition that an earlier question asks about.
    case above
  }

  var text: String
  var subject: Subject
  var evidence = Evidence.none
  var children: [Question] = []
}

/// A plan of one segment together with the questions about its parts.
package struct ExplanationPlan: Sendable {
  /// The plan; its only segment is the one asked about.
  package let plan: Plan
  let root: Question

  /// Compiles a segment and every part of it, so that the one evaluator answers them all.
  ///
  /// - Throws: `PlanError` as `Plan` does.
  package init(_ workspace: Workspace, segment: String) throws(PlanError) {
    var compiler = try PlanCompiler(checking: workspace)
    let node = try compiler.segment(segment)
    guard let definition = compiler.definitions[segment] else {
      throw PlanError(description: "segment '\(segment)' is not defined")
    }
    var named: Set<String> = []
    root = try compiler.question(definition.expression, &named)
    compiler.plan.segments = [Plan.Segment(name: segment, root: node)]
    plan = compiler.plan
  }
}
