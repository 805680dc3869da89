import StarlingLanguage
import StarlingModel
import StarlingSegment

/// Definitions that somebody put, on their way into force.
struct DefinitionPut: Sendable {
  /// How far they are.
  enum Stage: Sendable {
    /// Another thread answers what is begun.
    case answering
    /// The answers are written to their places between the steps of the loop.
    case writing
  }

  /// What was put.
  let workspace: Workspace
  let change: DefinitionChange
  /// The version that they follow.
  let version: Int
  /// Who put them.
  let author: String
  /// Called once: with the version when it is durable, else with the reason why nothing was changed.
  let done: @Sendable (Result<DefinitionVersion, QueryProblem>) -> Void
  var stage = Stage.answering
  /// How often the answers were out of date when they were there.
  var attempts = 0
}
