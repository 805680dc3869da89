import StarlingColumns

/// What of a person somebody wants to look at: reading one name of nine is a ninth of the work.
package struct PersonProjection: Equatable, Sendable {
  /// Codes of the event names whose rows are wanted, ascending; `nil` = all.
  package var names: [UInt32]? = []
  /// Whether the order of all events, and so sessions, is wanted.
  package var hasOrder = false
  /// Whether identify calls are wanted.
  package var hasTraits = false
  /// Codes of the event names that count as pages of a session.
  package var pageNames: [UInt32] = []

  /// Nothing.
  package init() {}

  /// Whether the rows of a name are wanted.
  func wants(_ name: UInt32) -> Bool { names?.contains(name) ?? true }

  /// All that there is.
  package static var everything: PersonProjection {
    var all = PersonProjection()
    all.names = nil
    all.hasOrder = true
    all.hasTraits = true
    return all
  }

  /// Wants what another one wants too.
  package mutating func formUnion(_ other: PersonProjection) {
    hasOrder = hasOrder || other.hasOrder
    hasTraits = hasTraits || other.hasTraits
    if pageNames.isEmpty { pageNames = other.pageNames }
    guard let mine = names, let others = other.names else {
      names = nil
      return
    }
    if others.allSatisfy({ mine.contains($0) }) { return }
    names = Set(mine + others).sorted()
  }
}
