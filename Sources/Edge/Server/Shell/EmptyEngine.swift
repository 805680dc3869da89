import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingModel

/// An engine without people and definitions: what the server asks when nothing else was given to
/// it.
struct EmptyEngine: EventIntake, LiveQueries, ChangeFeed {
  func accept(_ batch: AcceptedBatch, rejected: [RejectedItem]) async throws {
    throw IntakeRefusal(.unavailable, retryAfterSeconds: 60, "this server takes no events")
  }

  func segments(at: Stamp?) async throws(QueryProblem) -> SegmentList {
    SegmentList(at: at ?? WallClock.now(), people: 0, segments: [])
  }

  func segment(_ name: String, at: Stamp?) async throws(QueryProblem) -> SegmentSummary {
    throw noSegment(name)
  }

  func countHistory(
    of segment: String, from: Stamp?, until: Stamp?, limit: Int
  ) async throws(QueryProblem) -> [HourlyCount] { throw noSegment(segment) }

  func members(
    of segment: String, at: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> MemberPage { throw noSegment(segment) }

  func person(_ identifier: String) async throws(QueryProblem) -> PersonProfile {
    throw nobody(identifier)
  }

  func segments(
    ofPerson identifier: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonSegments { throw nobody(identifier) }

  func timeline(
    ofPerson identifier: String, from: Stamp?, until: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> TimelinePage { throw nobody(identifier) }

  func explain(
    person identifier: String, segment: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonExplanation { throw nobody(identifier) }

  func preview(
    _ expression: String, at: Stamp?, limit: Int
  ) async throws(QueryProblem) -> PreviewAnswer {
    PreviewAnswer(at: at ?? WallClock.now(), count: 0, people: 0, sample: [])
  }

  func overlap(
    of segments: [String], at: Stamp?
  ) async throws(QueryProblem) -> OverlapTable {
    if let name = segments.first { throw noSegment(name) }
    return OverlapTable(at: at ?? WallClock.now(), people: 0, segments: [], counts: [])
  }

  func definitions() async throws(QueryProblem) -> DefinitionList {
    DefinitionList(version: 1, timezone: "UTC", definitions: [])
  }

  func putDefinition(
    _ draft: DefinitionDraft, by: String
  ) async throws(QueryProblem) -> DefinitionVersion { throw notHere }

  func deleteDefinition(
    _ kind: DefinitionKind, _ name: String, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    throw QueryProblem(.noSuchDefinition, "there is no \(kind.rawValue) \(name)")
  }

  func check(_ subject: CheckSubject) async throws(QueryProblem) -> [DefinitionProblem] {
    throw notHere
  }

  func versions(
    before: Int?, limit: Int
  ) async throws(QueryProblem) -> [DefinitionVersion] { [] }

  func version(_ number: Int) async throws(QueryProblem) -> DefinitionVersionText {
    throw QueryProblem(.noSuchVersion, "there is no version \(number)")
  }

  func quarantine(
    _ filter: QuarantineFilter, before: Int64?, limit: Int
  ) async throws(QueryProblem) -> [QuarantineEntry] { [] }

  func quarantineCounts() async throws(QueryProblem) -> [QuarantineCount] { [] }

  func fixQuarantined(
    _ id: Int64, raw: [UInt8]
  ) async throws(QueryProblem) -> ReplayOutcome { throw noEntry(id) }

  func replayQuarantined(
    _ filter: QuarantineFilter, limit: Int
  ) async throws(QueryProblem) -> ReplayOutcome { ReplayOutcome(accepted: 0, refused: []) }

  func dropQuarantined(_ id: Int64) async throws(QueryProblem) { throw noEntry(id) }

  func page(
    after: Int64, limit: Int, filter: ChangeFilter
  ) async throws(QueryProblem) -> ChangePage { ChangePage(changes: [], next: after, last: 0) }

  /// Never grows.
  func positions() -> AsyncStream<Int64> { AsyncStream { _ in } }

  private var notHere: QueryProblem {
    QueryProblem(.conflict, "this server has no engine and takes no definitions")
  }

  private func noSegment(_ name: String) -> QueryProblem {
    QueryProblem(.noSuchSegment, "there is no segment \(name)")
  }

  private func nobody(_ identifier: String) -> QueryProblem {
    QueryProblem(.noSuchPerson, "nobody has the identifier \(identifier)")
  }

  private func noEntry(_ id: Int64) -> QueryProblem {
    QueryProblem(.noSuchEntry, "there is no entry \(id)")
  }
}
