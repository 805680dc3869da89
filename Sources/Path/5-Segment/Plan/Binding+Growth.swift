import StarlingColumns
import StarlingModel
import StarlingTimeline

extension Binding {
  /// Whether a name or a path of the plan that nobody had when the binding was made is known by
  /// now: then it must be made anew, else `extend` is enough.
  ///
  /// - Complexity: O(names and paths of the plan).
  package func isOutdated(by vocabulary: Vocabulary) -> Bool {
    for (index, path) in plan.paths.enumerated()
    where paths[index] == nil && vocabulary.code(of: path) != nil {
      return true
    }
    return tracks.contains { track in
      guard track.name == nil, case .named(let name) = track.track.source else { return false }
      return vocabulary.code(ofName: name) != nil
    } || tracks.contains { $0.isOutdated(by: vocabulary) }
  }

  /// Decides about all values that came since.
  ///
  /// - Returns: Whether the filter of a track decides about more values than before.
  /// - Complexity: O(conditions + new values × conditions on their paths).
  mutating func extend(_ vocabulary: Vocabulary) -> Bool {
    var hasNewFilter = false
    for index in tracks.indices where tracks[index].extend(vocabulary) { hasNewFilter = true }
    for index in tests.indices {
      guard let path = tests[index].path else { continue }
      tests[index].extend(plan.tests[index].expression, vocabulary.values[Int(path)])
    }
    for (index, code) in paths.enumerated() {
      guard let code else { continue }
      let table = vocabulary.values[Int(code)]
      if !numbers[index].numbers.isEmpty { numbers[index].extend(table) }
      if instants[index].isEmpty { continue }
      for code in UInt32(instants[index].count)..<UInt32(table.count) {
        instants[index].append(table.value(code)?.string.flatMap(TraitInstant.parse))
      }
    }
    for (index, quantified) in plan.quantified.enumerated() {
      if let path = paths[quantified.path] {
        elements[index].extend(vocabulary.values[Int(path)])
      }
    }
    return hasNewFilter
  }

  /// Gives the vocabulary away for another one: whoever adds to it must be the only one to have it.
  package mutating func exchange(_ other: inout Vocabulary) { swap(&vocabulary, &other) }

  /// Makes room for people on lists, and notes that a person is on one.
  mutating func note(places: Int, person: Int, onList list: Int) {
    while lists[list].count < Bits.words(places) { lists[list].append(0) }
    lists[list][person >> 6] |= 1 << UInt64(person & 63)
  }

  /// Makes room on all lists for so many places.
  mutating func reserve(places: Int) {
    for list in lists.indices {
      while lists[list].count < Bits.words(places) { lists[list].append(0) }
    }
  }
}

extension BoundTrack {
  /// Whether a path of the filter that nobody had is known by now.
  fileprivate func isOutdated(by vocabulary: Vocabulary) -> Bool {
    guard case .constant = filter, track.source != .session, let expression = track.filter else {
      return false
    }
    return expression.paths.contains { vocabulary.code(of: $0) != nil }
  }
}
