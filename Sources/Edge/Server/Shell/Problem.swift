import StarlingEngine

/// Why a request is not answered as asked: a problem of RFC 9457.
package struct Problem: Error, Sendable {
  /// What kind of problem it is.
  package var kind: ProblemKind
  /// What is wrong with this request, with place, value and remedy.
  package var detail: String
  /// What is wrong with the definitions that came with it.
  package var problems: [DefinitionProblem] = []
  /// When to try again. Unit: seconds.
  package var retryAfterSeconds: Int?
  /// The methods that the path has, when it was asked with another.
  package var allowed: [String] = []

  /// States a problem.
  package init(
    _ kind: ProblemKind, _ detail: String, problems: [DefinitionProblem] = [],
    retryAfterSeconds: Int? = nil, allowed: [String] = []
  ) {
    self.kind = kind
    self.detail = detail
    self.problems = problems
    self.retryAfterSeconds = retryAfterSeconds
    self.allowed = allowed
  }
}
