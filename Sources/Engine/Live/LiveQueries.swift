import StarlingModel
import StarlingSegment

/// What can be asked of a running engine. Every answer is a value of one instant; `at` = `nil` asks
/// for the present, which for people's segments is the instant up to which deadlines were handled.
///
/// Answers that list many things come in pages. A cursor stands for a place, not for a number of
/// rows, so that nobody is listed twice or left out because somebody else came or went.
package protocol LiveQueries: Sendable {
  /// All segments with how many people are in each.
  func segments(at: Stamp?) async throws(QueryProblem) -> SegmentList
  /// One segment.
  func segment(_ name: String, at: Stamp?) async throws(QueryProblem) -> SegmentSummary
  /// How many people were in a segment at the end of each hour of [from, until), oldest first, at
  /// most `limit`.
  func countHistory(
    of segment: String, from: Stamp?, until: Stamp?, limit: Int
  ) async throws(QueryProblem) -> [HourlyCount]
  /// People who are in a segment, behind a cursor.
  func members(
    of segment: String, at: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> MemberPage

  /// A person by any identifier.
  func person(_ identifier: String) async throws(QueryProblem) -> PersonProfile
  /// The segments that a person is in: the call that applications make while they render a page.
  func segments(
    ofPerson identifier: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonSegments
  /// The same of the present without waiting; `nil` when that is not possible, or nobody has the
  /// identifier.
  func segmentsAtOnce(ofPerson identifier: String) -> PersonSegments?
  /// A person's events, the latest first, behind a cursor.
  func timeline(
    ofPerson identifier: String, from: Stamp?, until: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> TimelinePage
  /// Why a person is in a segment or is not, and when that flips.
  func explain(
    person identifier: String, segment: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonExplanation

  /// Who would be in a segment of this expression: how many, and some of them.
  func preview(
    _ expression: String, at: Stamp?, limit: Int
  ) async throws(QueryProblem) -> PreviewAnswer
  /// How many people are in both, for all pairs of segments; of all segments when none is named.
  func overlap(of segments: [String], at: Stamp?) async throws(QueryProblem) -> OverlapTable

  /// The definitions as they are in force.
  func definitions() async throws(QueryProblem) -> DefinitionList
  /// Adds or replaces a definition, when all definitions together have no error.
  func putDefinition(_ draft: DefinitionDraft, by: String) async throws(QueryProblem)
    -> DefinitionVersion
  /// Takes a definition away, when nothing refers to it.
  func deleteDefinition(
    _ kind: DefinitionKind, _ name: String, by: String
  ) async throws(QueryProblem) -> DefinitionVersion
  /// All problems of a workspace's text, or of a draft among the definitions in force; empty when
  /// it would be accepted.
  func check(_ subject: CheckSubject) async throws(QueryProblem) -> [DefinitionProblem]
  /// Versions of the definitions, the latest first, before a number.
  func versions(before: Int?, limit: Int) async throws(QueryProblem) -> [DefinitionVersion]
  /// One version with its text.
  func version(_ number: Int) async throws(QueryProblem) -> DefinitionVersionText

  /// What could not be accepted, the latest first.
  func quarantine(
    _ filter: QuarantineFilter, before: Int64?, limit: Int
  ) async throws(QueryProblem) -> [QuarantineEntry]
  /// How many open entries there are for each reason and source.
  func quarantineCounts() async throws(QueryProblem) -> [QuarantineCount]
  /// Replaces the text of an entry and tries it again.
  func fixQuarantined(_ id: Int64, raw: [UInt8]) async throws(QueryProblem) -> ReplayOutcome
  /// Tries entries again as they are, at most `limit` of them, the oldest first.
  func replayQuarantined(
    _ filter: QuarantineFilter, limit: Int
  ) async throws(QueryProblem) -> ReplayOutcome
  /// Gives an entry up.
  func dropQuarantined(_ id: Int64) async throws(QueryProblem)
}

extension LiveQueries {
  /// Not possible.
  package func segmentsAtOnce(ofPerson identifier: String) -> PersonSegments? { nil }
}
