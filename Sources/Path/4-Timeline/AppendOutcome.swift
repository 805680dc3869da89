import StarlingModel

/// What appending batches changed.
package struct AppendOutcome: Sendable {
  /// One event that was added.
  package struct Row: Equatable, Sendable {
    /// Index of the batch among those that were appended.
    package var batch: UInt32
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

  /// Somebody of whom the batches told that several people are one, or who is called otherwise
  /// since.
  package struct Union: Equatable, Sendable {
    /// Somebody as it was before the batches.
    package struct Person: Equatable, Sendable {
      /// Number of the person.
      package var number: Int
      /// Code of the identifier that named the person.
      package var name: UInt32
    }

    /// Who all of them are now.
    package var person: Int
    /// Who they were, the one who stays included; people whom the batches brought are among them.
    package var before: [Person]
    /// When the first event happened that told it. Unit: ms since 1970 UTC.
    package var time: Int64
  }

  /// The batches that were appended.
  package let batches: [ArrivedEvents]
  /// The events that were added, person by person, each person's in the order of time.
  package var rows: [Row] = []
  /// Who became one or got another name, ascending by person.
  package var unions: [Union] = []
  /// Whether a binding made before does not know all codes and places.
  package var needsBinding = false

  /// People who turned out to be others, ascending.
  package var joined: [Joined] {
    unions.flatMap { union in
      union.before.filter { $0.number != union.person }
        .map { Joined(person: $0.number, into: union.person) }
    }.sorted { $0.person < $1.person }
  }

  /// The people whose memberships may have changed, ascending.
  package var people: [Int] {
    Set(rows.map { Int($0.person) } + joined.map(\.into)).sorted()
  }
}
