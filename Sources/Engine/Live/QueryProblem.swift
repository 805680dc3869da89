/// Why a question has no answer.
package struct QueryProblem: Error, Hashable, Sendable {
  /// What kind of problem it is.
  package enum Kind: Hashable, Sendable {
    case noSuchPerson, noSuchSegment, noSuchDefinition, noSuchVersion, noSuchEntry
    /// A cursor that this engine did not make.
    case badCursor
    /// An instant that cannot be asked for.
    case badInstant
    /// Definitions with errors; nothing was changed.
    case wrongDefinition
    /// What is asked for contradicts what is there.
    case conflict
    /// More is asked for than one answer can hold.
    case tooMuch
    /// Not now.
    case busy
  }

  /// What kind of problem it is.
  package var kind: Kind
  /// What is wrong, with the value and the remedy.
  package var detail: String
  /// A known name that was probably meant.
  package var nearest: String?
  /// What is wrong with the definitions.
  package var problems: [DefinitionProblem]
  /// When to ask again. Unit: seconds.
  package var retryAfterSeconds: Int?

  /// States a problem.
  package init(
    _ kind: Kind, _ detail: String, nearest: String? = nil, problems: [DefinitionProblem] = [],
    retryAfterSeconds: Int? = nil
  ) {
    self.kind = kind
    self.detail = detail
    self.nearest = nearest
    self.problems = problems
    self.retryAfterSeconds = retryAfterSeconds
  }
}
