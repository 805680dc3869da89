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
    /// They are in force, and the next commit makes them durable.
    case inForce
  }

  /// What was put.
  let workspace: Workspace
  let change: DefinitionChange
  /// The version that they follow.
  let version: Int
  /// Who put them.
  let author: String
  /// Called once: with the version when it is durable, else with why nothing was changed.
  let done: @Sendable (Result<DefinitionVersion, QueryProblem>) -> Void
  var stage = Stage.answering
  /// When the loop heard of them, by the observer's clock. Unit: ns.
  var start: Int64 = 0
  /// The longest that the loop was held up at a time. Unit: ns.
  var longest: Int64 = 0
  /// How long it was held up by the step that put them into force. Unit: ns.
  var last: Int64 = 0
  /// How often people who were touched were asked anew.
  var renewals: Int64 = 0
  /// How often the answers were out of date when they were there.
  var attempts = 0
}
