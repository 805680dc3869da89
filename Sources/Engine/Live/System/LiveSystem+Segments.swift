import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import StarlingTimeline
import Synchronization

extension LiveSystem {
  /// As `LiveQueries` says.
  package func segments(at: Stamp?) async throws(QueryProblem) -> SegmentList {
    let memberships = try counts(at)
    let catalogue = catalogue.withLock { $0 }
    let summaries = catalogue.workspace.segments.map { definition in
      summary(definition, memberships, catalogue)
    }
    return SegmentList(at: memberships.at, people: memberships.people, segments: summaries)
  }

  /// As `LiveQueries` says.
  package func segment(
    _ name: String, at: Stamp?
  ) async throws(QueryProblem) -> SegmentSummary {
    let catalogue = catalogue.withLock { $0 }
    guard let definition = catalogue.workspace.segments.first(where: { $0.name == name }) else {
      throw noSegment(name)
    }
    return summary(definition, try counts(at), catalogue)
  }

  /// As `LiveQueries` says.
  package func countHistory(
    of segment: String, from: Stamp?, until: Stamp?, limit: Int
  ) async throws(QueryProblem) -> [HourlyCount] {
    try requireSegment(segment)
    let range = (from ?? .earliestText)..<(max(from ?? .earliestText, until ?? .latestText))
    let counts = try stored { () throws(StoreError) in
      try store.segmentCounts(segment, in: range)
    }
    return counts.prefix(limit).map { HourlyCount(hour: $0.hour, count: $0.count) }
  }

  /// As `LiveQueries` says.
  package func members(
    of segment: String, at: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> MemberPage {
    try requireSegment(segment)
    var first = 0
    if let after {
      guard let person = Int(after.text) else {
        throw QueryProblem(.badCursor, "the cursor \(after.text) is not one of members")
      }
      first = person + 1
    }
    if let at { try requirePast(at) }
    return try asked { (core) throws(QueryProblem) -> MemberPage in
      guard let index = core.plan.segments.firstIndex(where: { $0.name == segment }) else {
        throw noSegment(segment)
      }
      let set =
        try at.map { (at) throws(QueryProblem) in
          try evaluated(core, at: at).sets[index]
        } ?? core.members[index]
      var page = set.people(from: first, limit: limit + 1)
      let hasMore = page.count > limit
      if hasMore { page.removeLast() }
      let members = page.map { person in
        Member(
          person: core.timeline.name(ofPerson: person),
          since: at == nil ? core.since(person, index) : nil)
      }
      return MemberPage(
        at: at ?? clock.now, count: set.count, members: members,
        next: hasMore ? page.last.flatMap { PageCursor("\($0)") } : nil)
    }
  }

  /// As `LiveQueries` says.
  package func overlap(
    of names: [String], at: Stamp?
  ) async throws(QueryProblem) -> OverlapTable {
    for name in names { try requireSegment(name) }
    if let at { try requirePast(at) }
    return try asked { (core) throws(QueryProblem) -> OverlapTable in
      let all = core.plan.segments.map(\.name)
      let wanted = names.isEmpty ? all : names
      let sets =
        try at.map { (at) throws(QueryProblem) in
          try evaluated(core, at: at).sets
        } ?? core.members
      let chosen = wanted.map { name in sets[all.firstIndex(of: name) ?? 0] }
      return OverlapTable(
        at: at ?? clock.now, people: people(core, at), segments: wanted,
        counts: chosen.map { left in chosen.map { left.overlap($0) } })
    }
  }

  /// As `LiveQueries` says.
  package func preview(
    _ expression: String, at: Stamp?, limit: Int
  ) async throws(QueryProblem) -> PreviewAnswer {
    let catalogue = catalogue.withLock { $0 }
    let (tree, diagnostics) = catalogue.workspace.check(expression)
    let source = SourceText(name: "expression", text: expression)
    let problems = diagnostics.map { DefinitionProblem($0, in: source) }
    guard let tree else {
      throw QueryProblem(
        .wrongDefinition, "the expression cannot be computed", problems: problems)
    }
    if let at { try requirePast(at) }
    var workspace = catalogue.workspace
    workspace.segments.append(Definition(name: "", text: expression, expression: tree))
    let plan = try compiled(workspace, only: "")
    return try asked { (core) throws(QueryProblem) -> PreviewAnswer in
      let instant = at ?? clock.now
      let binding = Binding(
        plan, core.timeline, lists: catalogue.lists.mapValues(Array.init))
      let sets = try working { try Engine(core.timeline).evaluate(binding, at: instant).sets }
      let sample = sets[0].people(from: 0, limit: limit)
      return PreviewAnswer(
        at: instant, count: sets[0].count, people: people(core, at),
        sample: sample.map { core.timeline.name(ofPerson: $0) }, warnings: problems)
    }
  }

  // MARK: Parts

  /// Number of people in each segment, in the order of the workspace.
  private func counts(
    _ at: Stamp?
  ) throws(QueryProblem) -> (at: Stamp, people: Int, counts: [String: Int]) {
    if let at { try requirePast(at) }
    return try asked { (core) throws(QueryProblem) in
      let names = core.plan.segments.map(\.name)
      let counts =
        try at.map { (at) throws(QueryProblem) in
          try evaluated(core, at: at).sets.map(\.count)
        } ?? core.counts
      return (
        at ?? clock.now, people(core, at),
        Dictionary(zip(names, counts), uniquingKeysWith: { first, _ in first })
      )
    }
  }

  private func summary(
    _ definition: Definition, _ counts: (at: Stamp, people: Int, counts: [String: Int]),
    _ catalogue: DefinitionCatalogue
  ) -> SegmentSummary {
    SegmentSummary(
      name: definition.name, title: definition.title, description: definition.description,
      expression: definition.text, at: counts.at, count: counts.counts[definition.name] ?? 0,
      people: counts.people,
      version: catalogue.origin(.segment, definition.name)?.version ?? catalogue.version)
  }

  private func people(_ core: borrowing LiveCore, _ at: Stamp?) -> Int {
    at.map { core.timeline.peopleCount(at: $0) } ?? core.peopleCount
  }

  private func evaluated(
    _ core: borrowing LiveCore, at: Stamp
  ) throws(QueryProblem) -> Memberships {
    let binding = Binding(core.plan, core.timeline, lists: core.lists.mapValues(Array.init))
    let engine = Engine(core.timeline)
    return try working { try engine.evaluate(binding, at: at) }
  }
}

extension MemberSet {
  /// Members from a number on, so many at most, ascending.
  fileprivate func people(from first: Int, limit: Int) -> [Int] {
    var people: [Int] = []
    var word = first >> 6
    while word < words.count && people.count < limit {
      var rest = words[word]
      if word == first >> 6 { rest &= UInt64.max << UInt64(first & 63) }
      while rest != 0 && people.count < limit {
        people.append(word << 6 | rest.trailingZeroBitCount)
        rest &= rest - 1
      }
      word += 1
    }
    return people
  }
}
