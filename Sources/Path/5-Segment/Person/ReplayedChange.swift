/// An entry or exit found by a replay, in dense numbers.
package struct ReplayedChange: Sendable {
  /// Unit: ms since 1970 UTC.
  package var at: Int64
  /// Number of the person.
  package var person: UInt32
  /// Twice the segment, plus 1 for an entry: a replay keeps millions of changes.
  private var code: UInt32

  init(at: Int64, segment: Int, person: Int, isEntry: Bool) {
    self.at = at
    self.person = UInt32(person)
    code = UInt32(segment) << 1 | (isEntry ? 1 : 0)
  }

  /// Index in `Plan.segments`.
  package var segment: Int { Int(code >> 1) }
  /// Whether the person entered; else they left.
  package var isEntry: Bool { code & 1 == 1 }
}
