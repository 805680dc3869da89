import StarlingSegment

/// Other definitions, compared with those in force: what stays as it is and what is begun.
package struct DefinitionChange: Sendable {
  /// All segments as they will be.
  let plan: Plan
  /// People on each uploaded list, by its name.
  let lists: [String: Set<String>]
  /// What of the plan in force goes on in the other one.
  let translation: PlanTranslation
  /// By segment: the segment of the same name that is in force; `nil` for new names.
  let namesakes: [Int?]
  /// Segments that nobody was asked about before.
  let begun: [Int]
  /// Number of segments in force.
  let oldCount: Int

  /// Compares definitions.
  ///
  /// - Complexity: O(parts of both plans, and people on lists).
  package init(
    from old: Plan, _ oldLists: [String: Set<String>], to plan: Plan,
    _ lists: [String: Set<String>]
  ) {
    self.plan = plan
    self.lists = lists
    let sameLists = Set(plan.listNames.filter { oldLists[$0] == lists[$0] })
    let translation = PlanTranslation(from: old, to: plan, sameLists: sameLists)
    self.translation = translation
    namesakes = plan.segments.map { segment in
      old.segments.firstIndex { $0.name == segment.name }
    }
    begun = plan.segments.indices.filter { translation.segments[$0] == nil }
    oldCount = old.segments.count
  }

  /// Names of the segments that are begun: everybody is asked about them over all history.
  package var begunNames: [String] { begun.map { plan.segments[$0].name } }

  /// Whether all answers that stay can stay where they are in so many slots for each person: what
  /// is new comes behind them.
  func staysInPlace(slots: Int) -> Bool {
    plan.segments.count <= slots && translation.keepsParts
      && plan.segments.indices.allSatisfy { segment in
        segment >= oldCount
          || translation.segments[segment] == segment && namesakes[segment] == segment
      }
  }

  /// Whether some segment that is begun depends on thresholds of percentiles.
  var beginsPercentiles: Bool {
    let bound = plan.percentileSegments
    return begun.contains { bound.contains($0) }
  }
}
