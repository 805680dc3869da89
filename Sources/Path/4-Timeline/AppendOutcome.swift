import StarlingModel

/// What appending a batch changed.
package struct AppendOutcome: Sendable {
  /// One event that was added.
  package struct Row: Equatable, Sendable {
    /// Index of the row in the batch.
    package var row: UInt32
    /// Whose event it is.
    package var person: UInt32
    /// Unit: ms since 1970 UTC.
    package var time: Int64
    /// Which call it is.
    package var kind: EventKind
    /// Code of its name; means nothing for identify, group and alias calls.
    package var name: UInt32
    /// Whether it stands behind all that the person had.
    package var isInOrder: Bool
    /// Whether it is later than the person's other track, page and screen events by more than the
    /// session gap; never for events out of order.
    package var startsSession: Bool
  }

  /// Two people who turned out to be one.
  package struct Joined: Equatable, Sendable {
    /// Whose place is empty now.
    package var person: Int
    /// Who they are.
    package var into: Int

    /// States that a person is another one.
    package init(person: Int, into: Int) {
      self.person = person
      self.into = into
    }
  }

  /// The batch's own codes in terms of the timeline's vocabulary.
  package let codes: BatchCodes
  /// The events that were added, person by person, each person's in the order of time.
  package var rows: [Row] = []
  /// People who turned out to be others, ascending.
  package var joined: [Joined] = []
  /// Whether a binding made before does not know all codes and places.
  package var needsBinding = false

  /// The people whose memberships may have changed, ascending.
  package var people: [Int] {
    Set(rows.map { Int($0.person) } + joined.map(\.into)).sorted()
  }
}
