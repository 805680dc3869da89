import StarlingEngine
import StarlingModel

/// An engine without people and definitions: what the server asks when nothing else was given to
/// it.
package struct EmptyEngine: LiveQueries, ChangeFeed {
  package init() {}

  package func segments(at: Stamp?) async throws(QueryProblem) -> SegmentList {
    SegmentList(at: at ?? WallClock.now(), people: 0, segments: [])
  }

  package func segment(_ name: String, at: Stamp?) async throws(QueryProblem) -> SegmentSummary {
    throw noSegment(name)
  }

  package func countHistory(
    of segment: String, from: Stamp?, until: Stamp?, limit: Int
  ) async throws(QueryProblem) -> [HourlyCount] { throw noSegment(segment) }

  package func members(
    of segment: String, at: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> MemberPage { throw noSegment(segment) }

  package func person(_ identifier: String) async throws(QueryProblem) -> PersonProfile {
    throw nobody(identifier)
  }

  package func segments(
    ofPerson identifier: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonSegments { throw nobody(identifier) }

  package func timeline(
    ofPerson identifier: String, from: Stamp?, until: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> TimelinePage { throw nobody(identifier) }

  package func explain(
    person identifier: String, segment: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonExplanation { throw nobody(identifier) }

  package func preview(
    _ expression: String, at: Stamp?, limit: Int
  ) async throws(QueryProblem) -> PreviewAnswer {
    PreviewAnswer(at: at ?? WallClock.now(), count: 0, people: 0, sample: [])
  }

  package func overlap(
    of segments: [String], at: Stamp?
  ) async throws(QueryProblem) -> OverlapTable {
    if let name = segments.first { throw noSegment(name) }
    return OverlapTable(at: at ?? WallClock.now(), people: 0, segments: [], counts: [])
  }

  package func definitions() async throws(QueryProblem) -> DefinitionList {
    DefinitionList(version: 1, timezone: "UTC", definitions: [])
  }

  package func putDefinition(
    _ draft: DefinitionDraft, by: String
  ) async throws(QueryProblem) -> DefinitionVersion { throw notHere }

  package func deleteDefinition(
    _ kind: DefinitionKind, _ name: String, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    throw QueryProblem(.noSuchDefinition, "there is no \(kind.rawValue) \(name)")
  }

  package func check(_ subject: CheckSubject) async throws(QueryProblem) -> [DefinitionProblem] {
    throw notHere
  }

  package func versions(
    before: Int?, limit: Int
  ) async throws(QueryProblem) -> [DefinitionVersion] { [] }

  package func version(_ number: Int) async throws(QueryProblem) -> DefinitionVersionText {
    throw QueryProblem(.noSuchVersion, "there is no version \(number)")
  }

  package func quarantine(
    _ filter: QuarantineFilter, before: Int64?, limit: Int
  ) async throws(QueryProblem) -> [QuarantineEntry] { [] }

  package func quarantineCounts() async throws(QueryProblem) -> [QuarantineCount] { [] }

  package func fixQuarantined(
    _ id: Int64, raw: [UInt8]
  ) async throws(QueryProblem) -> ReplayOutcome { throw noEntry(id) }

  package func replayQuarantined(
    _ filter: QuarantineFilter, limit: Int
  ) async throws(QueryProblem) -> ReplayOutcome { ReplayOutcome(accepted: 0, refused: []) }

  package func dropQuarantined(_ id: Int64) async throws(QueryProblem) { throw noEntry(id) }

  package func page(
    after: Int64, limit: Int, filter: ChangeFilter
  ) async throws(QueryProblem) -> ChangePage { ChangePage(changes: [], next: after, last: 0) }

  /// Never grows.
  package func positions() -> AsyncStream<Int64> { AsyncStream { _ in } }

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
