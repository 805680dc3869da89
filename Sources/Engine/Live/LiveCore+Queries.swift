import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// The person with an identifier who has been seen by now.
  func person(named identifier: String) -> Int? {
    guard let person = timeline.person(named: identifier), states.known(person) != nil else {
      return nil
    }
    return person
  }

  /// The segments that a person is in: index in the plan, and since when; `nil` = not noted.
  func segments(ofPerson person: Int) -> [(segment: Int, since: Stamp?)] {
    guard let state = states.known(person) else { return [] }
    return (0..<state.segments).compactMap { segment in
      let slot = state[segment]
      if !slot.isMember { return nil }
      return (segment, stamp(of: slot.since, segment))
    }
  }

  /// Since when a person is in a segment; `nil` = not noted.
  package func since(_ person: Int, _ segment: Int) -> Stamp? {
    guard let state = states.known(person) else { return nil }
    return stamp(of: state[segment].since, segment)
  }

  /// An instant since which somebody is in a segment, as slots have it; `nil` = not noted.
  private func stamp(of since: Int64, _ segment: Int) -> Stamp? {
    let known = known(since, segment)
    return known == .min ? nil : Stamp(milliseconds: known)
  }

  /// The instant that a slot's `since` stands for; `.min` = not noted. Unit: ms since 1970 UTC.
  func known(_ since: Int64, _ segment: Int) -> Int64 {
    since == PersonStates.Slot.sinceBegun ? begun[segment] : since
  }

  /// When a person's memberships flip if nothing more happens, by segment of the plan.
  ///
  /// - Complexity: O(segments) when nothing happened to the person since it was asked last; else
  ///   O(1) for answers that never end, and O(rows of the person) for others.
  mutating func nextFlips(
    ofPerson person: Int, _ segments: [Int]
  ) -> [MembershipExplanation.NextFlip] {
    guard let state = states.known(person) else { return segments.map { _ in .never } }
    let evaluated = state.head.evaluated
    if let known = flips.flips(of: person, segments, evaluated: evaluated) { return known }
    let open = segments.filter { state[$0].until != .max }
    var found = segments.map { _ in MembershipExplanation.NextFlip.never }
    if !open.isEmpty {
      lendVocabulary()
      asking = open.map { plan.segments[$0].root }
      prepare(person)
      for (index, segment) in segments.enumerated() where state[segment].until != .max {
        found[index] = evaluator.nextFlip(plan.segments[segment].root, row: row, from: evaluated)
      }
      returnVocabulary()
    }
    flips.note(person, segments, evaluated: evaluated, found)
    return found
  }
}
