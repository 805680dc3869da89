import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

extension Engine {
  /// Why a person is in a segment at an instant or is not, and when that flips if nothing more
  /// happens. Events after the instant do not count; thresholds of percentiles are computed over
  /// all people at the instant and held.
  ///
  /// - Parameters:
  ///   - workspace: Checked definitions; its session gap is the one that the timeline was built
  ///     with.
  ///   - person: Number of the person, from `Timeline.person(named:)`.
  ///   - lists: Identifiers of people on each uploaded list, by its name.
  /// - Throws: `PlanError` when the workspace has no such segment.
  package func explain(
    _ workspace: Workspace, segment: String, person: Int, at: Stamp,
    lists: [String: [String]] = [:]
  ) throws -> MembershipExplanation {
    let questions = try ExplanationPlan(workspace, segment: segment)
    let binding = Binding(questions.plan, timeline, lists: lists)
    let place = timeline.place(ofPerson: person)
    let tile = place.tile.cut(
      person: place.row, through: at.milliseconds,
      sessionGapMs: workspace.settings.sessionGapMs)
    var evaluator = TileEvaluator(
      binding, thresholds: try thresholds(binding, at: at.milliseconds), tile: tile,
      firstPerson: person)
    return evaluator.explanation(questions, at: at)
  }
}
