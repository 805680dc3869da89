import StarlingEngine
import StarlingLanguage
import StarlingModel
import Synchronization

@testable import StarlingSegment
@testable import StarlingServer

/// An engine whose answers a test can foresee: people `p0`, `p1`, … of whom the even ones are in
/// `vip`, and a log of changes that a test makes grow.
final class FakeEngine: LiveQueries, ChangeFeed {
  static let people = 2_500
  static let now = Stamp(milliseconds: 1_772_454_600_000)

  private struct State {
    var changes: [MembershipChange] = []
    var listeners: [AsyncStream<Int64>.Continuation] = []
    var puts: [DefinitionDraft] = []
    var authors: [String] = []
  }
  private let state = Mutex(State())

  /// Definitions that were put, and by whom.
  var puts: [(draft: DefinitionDraft, by: String)] {
    state.withLock { Array(zip($0.puts, $0.authors)) }
  }

  // MARK: Segments

  private func summary(_ name: String, _ at: Stamp?) -> SegmentSummary {
    SegmentSummary(
      name: name, title: "Very \"important\"", description: nil,
      expression: "count(purchase[30d]) >= 2", at: at ?? Self.now, count: Self.people / 2,
      people: Self.people, version: 1)
  }

  private func known(_ segment: String) throws(QueryProblem) {
    if segment == "slow" { throw QueryProblem(.busy, "the segment is slow") }
    if segment != "vip" {
      throw QueryProblem(.noSuchSegment, "there is no segment \(segment)", nearest: "vip")
    }
  }

  private func number(_ identifier: String) throws(QueryProblem) -> Int {
    guard identifier.hasPrefix("p"), let number = Int(identifier.dropFirst()),
      (0..<Self.people).contains(number)
    else { throw QueryProblem(.noSuchPerson, "nobody has the identifier \(identifier)") }
    return number
  }

  func segments(at: Stamp?) async throws(QueryProblem) -> SegmentList {
    SegmentList(at: at ?? Self.now, people: Self.people, segments: [summary("vip", at)])
  }

  func segment(_ name: String, at: Stamp?) async throws(QueryProblem) -> SegmentSummary {
    try known(name)
    return summary(name, at)
  }

  func countHistory(
    of segment: String, from: Stamp?, until: Stamp?, limit: Int
  ) async throws(QueryProblem) -> [HourlyCount] {
    try known(segment)
    return [HourlyCount(hour: Self.now, count: 5)]
  }

  func members(
    of segment: String, at: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> MemberPage {
    try known(segment)
    guard let start = after.map({ Int($0.text) }) ?? 0 else {
      throw QueryProblem(.badCursor, "after is no cursor of this list")
    }
    let numbers = Array(stride(from: start, to: Self.people, by: 2).prefix(limit))
    let next = (numbers.last ?? Self.people) + 2
    return MemberPage(
      at: at ?? Self.now, count: Self.people / 2,
      members: numbers.map { Member(person: "p\($0)", since: Self.now) },
      next: next < Self.people ? PageCursor("\(next)") : nil)
  }

  // MARK: People

  func person(_ identifier: String) async throws(QueryProblem) -> PersonProfile {
    PersonProfile(
      person: "p\(try number(identifier))", identifiers: [identifier, "cookie-1"],
      firstSeen: Self.now, lastSeen: Self.now, eventCount: 3,
      traits: [
        PersonTrait(path: "plan", value: .string("vip"), since: Self.now),
        PersonTrait(path: "tags", value: .list([.number(1), .boolean(true)]), since: nil),
      ], segments: try await segments(ofPerson: identifier, at: nil))
  }

  func segments(
    ofPerson identifier: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonSegments {
    let number = try number(identifier)
    let vip = PersonSegment(name: "vip", since: Self.now, nextFlip: .at(Self.now))
    let other = PersonSegment(name: "all", since: nil, nextFlip: .never)
    return PersonSegments(
      person: "p\(number)", at: at ?? Self.now,
      segments: number.isMultiple(of: 2) ? [vip, other] : [other])
  }

  func timeline(
    ofPerson identifier: String, from: Stamp?, until: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> TimelinePage {
    let event = TimelineEvent(
      at: Self.now, kind: .track, name: "purchase", messageID: "m1",
      properties: [EventProperty(path: "amount", value: .number(49.9))])
    return TimelinePage(person: "p\(try number(identifier))", events: [event])
  }

  func explain(
    person identifier: String, segment: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonExplanation {
    try known(segment)
    let part = Explanation(text: "count(purchase[30d])", value: .number(2), until: Self.now)
    let root = Explanation(
      text: "count(purchase[30d]) >= 2", value: .boolean(true), until: nil,
      facts: [.heldThreshold], children: [part])
    return PersonExplanation(
      person: "p\(try number(identifier))",
      explanation: MembershipExplanation(
        segment: segment, at: at ?? Self.now, isMember: true, nextFlip: .beyond(Self.now),
        holdsThresholds: false, root: root))
  }

  // MARK: Questions and definitions

  private func problems(_ expression: String) -> [DefinitionProblem] {
    guard !expression.contains("count") else { return [] }
    let source = SourceText(name: "expression", text: expression)
    let diagnostic = Diagnostic(
      .error, .unexpectedCharacter, "that is no expression", range: SourceRange(0, 1))
    return [DefinitionProblem(diagnostic, in: source)]
  }

  private func checked(_ expression: String) throws(QueryProblem) {
    let problems = problems(expression)
    if !problems.isEmpty {
      throw QueryProblem(.wrongDefinition, "the definition has 1 error", problems: problems)
    }
  }

  func preview(
    _ expression: String, at: Stamp?, limit: Int
  ) async throws(QueryProblem) -> PreviewAnswer {
    try checked(expression)
    return PreviewAnswer(at: at ?? Self.now, count: 1, people: 4, sample: ["p0"])
  }

  func overlap(of segments: [String], at: Stamp?) async throws(QueryProblem) -> OverlapTable {
    for name in segments { try known(name) }
    return OverlapTable(at: at ?? Self.now, people: 4, segments: ["vip"], counts: [[2]])
  }

  func definitions() async throws(QueryProblem) -> DefinitionList {
    let entry = DefinitionEntry(
      kind: .segment, name: "vip", title: nil, description: "d", expression: "count(*) > 1",
      version: 1, changed: Self.now)
    return DefinitionList(version: 1, timezone: "UTC", definitions: [entry])
  }

  private let firstVersion = DefinitionVersion(
    number: 1, at: FakeEngine.now, by: "shop.yaml", summary: "1 segment added")

  func putDefinition(
    _ draft: DefinitionDraft, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    try checked(draft.expression)
    state.withLock { state in
      state.puts.append(draft)
      state.authors.append(by)
    }
    return firstVersion
  }

  func deleteDefinition(
    _ kind: DefinitionKind, _ name: String, by: String
  ) async throws(QueryProblem) -> DefinitionVersion {
    try known(name)
    return firstVersion
  }

  func check(_ subject: CheckSubject) async throws(QueryProblem) -> [DefinitionProblem] {
    switch subject {
    case .workspace(let text): problems(text)
    case .draft(let draft): problems(draft.expression)
    }
  }

  func versions(before: Int?, limit: Int) async throws(QueryProblem) -> [DefinitionVersion] {
    [firstVersion]
  }

  func version(_ number: Int) async throws(QueryProblem) -> DefinitionVersionText {
    guard number == 1 else {
      throw QueryProblem(.noSuchVersion, "there is no version \(number)")
    }
    return DefinitionVersionText(version: firstVersion, text: "segments:\n", difference: "")
  }

  // MARK: Quarantine

  private let entry = QuarantineEntry(
    id: 7, source: 1, receivedAt: FakeEngine.now, reason: "no-person", detail: "neither id",
    raw: Array("{\"a\":\u{1}}".utf8), state: .open)

  private func known(_ id: Int64) throws(QueryProblem) {
    if id != 7 { throw QueryProblem(.noSuchEntry, "there is no entry \(id)") }
  }

  func quarantine(
    _ filter: QuarantineFilter, before: Int64?, limit: Int
  ) async throws(QueryProblem) -> [QuarantineEntry] { [entry] }

  func quarantineCounts() async throws(QueryProblem) -> [QuarantineCount] {
    [QuarantineCount(reason: "no-person", source: 1, count: 1)]
  }

  func fixQuarantined(_ id: Int64, raw: [UInt8]) async throws(QueryProblem) -> ReplayOutcome {
    try known(id)
    return ReplayOutcome(accepted: 1, refused: [])
  }

  func replayQuarantined(
    _ filter: QuarantineFilter, limit: Int
  ) async throws(QueryProblem) -> ReplayOutcome {
    ReplayOutcome(accepted: 0, refused: [entry], isComplete: false)
  }

  func dropQuarantined(_ id: Int64) async throws(QueryProblem) { try known(id) }

  // MARK: Changes

  /// Makes the log longer by changes of `vip`.
  func grow(by count: Int, segment: String = "vip") {
    let (last, listeners) = state.withLock { state in
      for _ in 0..<count {
        let position = Int64(state.changes.count + 1)
        state.changes.append(
          MembershipChange(
            position: position, at: Self.now, recordedAt: Self.now, segment: segment,
            person: "p\(position)", isEntry: !position.isMultiple(of: 3), cause: .time))
      }
      return (Int64(state.changes.count), state.listeners)
    }
    for listener in listeners { listener.yield(last) }
  }

  /// Streams that listen.
  var listenerCount: Int { state.withLock { $0.listeners.count } }

  func page(
    after: Int64, limit: Int, filter: ChangeFilter
  ) async throws(QueryProblem) -> ChangePage {
    state.withLock { state in
      let behind = state.changes.dropFirst(Int(clamping: after)).prefix(limit)
      let chosen = behind.filter { change in
        (filter.segments.isEmpty || filter.segments.contains(change.segment))
          && (filter.person.map { $0 == change.person } ?? true)
      }
      return ChangePage(
        changes: Array(chosen), next: behind.last?.position ?? after,
        last: Int64(state.changes.count))
    }
  }

  func positions() -> AsyncStream<Int64> {
    AsyncStream { continuation in state.withLock { $0.listeners.append(continuation) } }
  }
}
