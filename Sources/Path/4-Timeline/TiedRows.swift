/// The rows of one person at one instant, about whose order a timeline asks when another event of
/// the same instant arrives: it does not keep message ids itself.
package struct TiedRows: Hashable, Sendable {
  /// Which of a person's two lists of rows is meant; each is in an order of its own.
  package enum Kind: Hashable, Sendable {
    /// Track, page and screen calls.
    case selectable
    /// Identify calls.
    case identify
  }

  /// Number of the person before the events that are being appended.
  package var person: Int
  /// Unit: ms since 1970 UTC.
  package var time: Int64
  /// Which of the person's calls.
  package var kind: Kind

  /// The rows of a person at an instant.
  package init(person: Int, time: Int64, kind: Kind) {
    self.person = person
    self.time = time
    self.kind = kind
  }
}
