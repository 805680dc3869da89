import StarlingColumns
import StarlingModel

/// One event of PostHog on its way into rows.
struct PostHogEvent {
  let own: MemberPlaces<PostHogField>
  /// Members of its properties.
  let inner: MemberPlaces<PostHogProperty>
  /// Where the event lies.
  let place: Int
  /// Unit: ms since 1970 UTC.
  let sentAt: Int64?

  /// What an event means by its name.
  private enum Meaning {
    case call(EventKind)
    /// `$identify`, `$set` and bodies without event name.
    case identify
    case alias
    case group
  }

  /// Adds the event's rows.
  ///
  /// - Throws: What is wrong with it; the open row is left to the caller.
  mutating func read(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows
  ) throws(LineProblem) {
    let meaning = try meaning(tape)
    let person = try person(tape, &rows)
    let times = try times(tape, rows)
    let id = try messageID(tape, rows)
    switch meaning {
    case .call(let kind): try readCall(tape, kind, person, times, id, &rows)
    case .identify:
      let joined = try rows.calls.identifier(tape, inner[.anonymousID], "$anon_distinct_id")
      try readTraits(tape, &rows)
      append(.identify, person, joined, times, id, &rows)
    case .alias:
      guard let other = try rows.calls.identifier(tape, inner[.alias], "alias") else {
        throw LineProblem(.missingPrevious, "properties.alias is missing")
      }
      append(.alias, person, other, times, id, &rows)
    case .group:
      let group = try rows.calls.text(tape, inner[.groupKey], "$group_key")
      if group.isEmpty { throw LineProblem(.missingGroup, "properties.$group_key is missing") }
      try readProperties(tape, &rows)
      rows.calls.batch.append(
        path: rows.calls.batch.intern(pathKey: Self.groupID.span), string: group.span)
      append(.group, person, nil, times, id, &rows)
    }
  }

  private static let groupID = Array("groupId".utf8)

  // MARK: Rows

  private func append(
    _ kind: EventKind, _ person: UInt32, _ joined: UInt32?, _ times: RequestRows.Times,
    _ id: [UInt8], _ rows: inout RequestRows
  ) {
    let none = [UInt8]()
    rows.append(
      kind, times, name: rows.calls.batch.intern(name: none.span), person: person, joined: joined,
      messageID: id.span)
  }

  /// Adds an event that selectors see, and an identify call when it sets traits.
  private func readCall(
    _ tape: borrowing JSONTape, _ kind: EventKind, _ person: UInt32, _ times: RequestRows.Times,
    _ id: [UInt8], _ rows: inout RequestRows
  ) throws(LineProblem) {
    guard let name = try rows.calls.named(tape, own[.event], "event") else {
      throw LineProblem(.missingEvent, "an event without name")
    }
    try readProperties(tape, &rows)
    rows.append(kind, times, name: name, person: person, messageID: id.span)
    let isAnonymous = inner[.hasProfile] != 0 && tape.kind(inner[.hasProfile]) == .no
    if isAnonymous || !setsTraits(tape) { return }
    do throws(LineProblem) {
      try readTraits(tape, &rows)
    } catch {
      throw LineProblem(error.reason, "the event is kept, its traits are not: \(error.detail)")
    }
    append(.identify, person, nil, times, id.isEmpty ? [] : id + "/set".utf8, &rows)
  }

  /// Everything in `properties` that has no other meaning.
  private func readProperties(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows
  ) throws(LineProblem) {
    if own[.properties] == 0 { return }
    try rows.calls.properties.read(
      tape, object: own[.properties], leavingOut: .postHog, into: &rows.calls.batch)
  }

  private func setsTraits(_ tape: borrowing JSONTape) -> Bool {
    for object in [own[.set], own[.setOnce], inner[.set], inner[.setOnce]] {
      if object != 0 && tape.kind(object) == .object && tape.end(of: object) > object + 1 {
        return true
      }
    }
    return false
  }

  /// `$set` as traits and `$set_once` below that name; those of the properties go before.
  private func readTraits(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows
  ) throws(LineProblem) {
    let set = inner[.set] == 0 ? own[.set] : inner[.set]
    if set != 0 {
      try rows.calls.expect(.object, tape, set, "$set")
      try rows.calls.properties.read(
        tape, object: set, leavingOut: .nothing, into: &rows.calls.batch)
    }
    let once = inner[.setOnce] == 0 ? own[.setOnce] : inner[.setOnce]
    if once != 0 {
      try rows.calls.expect(.object, tape, once, "$set_once")
      try rows.calls.properties.read(
        tape, object: once, parent: rows.calls.properties.setOnce, leavingOut: .nothing,
        into: &rows.calls.batch)
    }
  }

  // MARK: Members

  private func meaning(_ tape: borrowing JSONTape) throws(LineProblem) -> Meaning {
    let place = own[.event]
    if place == 0 {
      if own[.set] != 0 || own[.setOnce] != 0 { return .identify }
      throw LineProblem(.missingEvent, "an event without name")
    }
    guard tape.kind(place) == .string else {
      throw LineProblem(.invalidType, "event is \(tape.kind(place).name); expected a string")
    }
    let name = tape.string(place)
    // Names of ordinary events cost one comparison.
    if name.isEmpty || name[0] != UInt8(ascii: "$") { return .call(.track) }
    switch String(copying: name) {
    case "$identify", "$set": return .identify
    case "$create_alias", "$merge_dangerously": return .alias
    case "$groupidentify": return .group
    case "$pageview": return .call(.page)
    case "$screen": return .call(.screen)
    default: return .call(.track)
    }
  }

  private func person(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows
  ) throws(LineProblem) -> UInt32 {
    for place in [own[.distinctID], own[.dollarDistinctID], inner[.distinctID]] {
      if let code = try rows.calls.identifier(tape, place, "distinct_id") { return code }
    }
    throw LineProblem(.missingPerson, "no distinct_id, neither beside the event nor inside")
  }

  /// `timestamp`, corrected; else `offset`, the milliseconds that the event waited; else now.
  private func times(
    _ tape: borrowing JSONTape, _ rows: borrowing RequestRows
  ) throws(LineProblem) -> RequestRows.Times {
    if own[.timestamp] != 0 {
      let time = try rows.calls.instant(tape, own[.timestamp], "timestamp")
      return rows.times(time, sentAt: sentAt)
    }
    if own[.offset] != 0, let number = tape.number(own[.offset]) {
      let wait = Int64(number.clamped(to: 0...Self.waitMsMax))
      let sent = (sentAt ?? rows.clock.receivedAt) - wait
      return RequestRows.Times(
        stamp: rows.clock.before(wait) ?? rows.clock.receivedAt,
        sent: max(sent, Stamp.earliestText.milliseconds))
    }
    return rows.times(nil, sentAt: sentAt)
  }

  /// A browser that was closed for longer has lost its queue.
  private static let waitMsMax = Double(366 * Milliseconds.day)

  /// `uuid`, else `$insert_id`, else one that is derived when the event says when it happened.
  private func messageID(
    _ tape: borrowing JSONTape, _ rows: borrowing RequestRows
  ) throws(LineProblem) -> [UInt8] {
    for (place, field) in [(own[.uuid], "uuid"), (inner[.insertID], "$insert_id")] {
      let text = try rows.calls.text(tape, place, field)
      if !text.isEmpty { return text }
    }
    if own[.timestamp] == 0 { return [] }
    return DerivedID.make(
      tape.text(object: place, leavingOut: Self.changing, label: "posthog"))
  }

  /// Members that may differ between two tries of one event.
  private static let changing = ["sent_at", "sentAt", "api_key", "token", "offset"].map {
    Array($0.utf8)
  }
}

extension Double {
  /// The nearest number in the range; its lower end for what is no number.
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    self >= range.lowerBound ? min(self, range.upperBound) : range.lowerBound
  }
}
