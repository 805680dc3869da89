/// Somebody entered or left a segment: what is recorded once, delivered and shown.
package struct MembershipChange: Hashable, Sendable {
  /// Place in the log of changes, from 1 and without gaps; the change's id for ever.
  package var position: Int64
  /// The instant from which the membership holds, as the segment says: that of the event, or the
  /// due time of a deadline, however late it was found.
  package var at: Stamp
  /// When the server found it.
  package var recordedAt: Stamp
  /// The segment's name.
  package var segment: String
  /// The person's name at that time.
  package var person: String
  /// Whether it is an entry; else an exit.
  package var isEntry: Bool
  /// What brought it about.
  package var cause: ChangeCause

  /// Makes a change.
  package init(
    position: Int64, at: Stamp, recordedAt: Stamp, segment: String, person: String, isEntry: Bool,
    cause: ChangeCause
  ) {
    self.position = position
    self.at = at
    self.recordedAt = recordedAt
    self.segment = segment
    self.person = person
    self.isEntry = isEntry
    self.cause = cause
  }
}

/// What brought a membership change about. Raw values are stored: never reuse one.
package enum ChangeCause: UInt8, CaseIterable, Sendable {
  /// An event of the person that arrived in order.
  case event = 0
  /// Time passed: a window ended, or an absence was confirmed.
  case time = 1
  /// An event that happened before what was known of the person already.
  case late = 2
  /// The segment was defined or edited, or its definitions' lists were.
  case definition = 3
  /// Two people turned out to be one.
  case merge = 4
  /// A percentile's threshold was computed anew.
  case threshold = 5
  /// An event of a historical import; such changes trigger no deliveries.
  case historical = 6

  /// The word for it in the API and in files.
  package var word: String {
    switch self {
    case .event: "event"
    case .time: "time"
    case .late: "late"
    case .definition: "definition"
    case .merge: "merge"
    case .threshold: "threshold"
    case .historical: "historical"
    }
  }
}
