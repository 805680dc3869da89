import StarlingColumns
import StarlingModel

/// Reads webhooks by the mapping of their source.
struct WebhookReader {
  let mapping: WebhookMapping

  /// Reads a body: one event, or a list of them.
  func read(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows
  ) throws(RequestProblem) {
    let place = mapping.events?.place(tape, from: JSONTape.root) ?? JSONTape.root
    if place == 0 {
      let path = mapping.events?.description ?? ""
      throw RequestProblem(
        400, .invalidType, "the body has nothing at \(path), the mapping's events")
    }
    if tape.kind(place) != .array {
      readItem(tape, place, 0, &rows)
      return
    }
    var index = place + 1
    let end = tape.end(of: place)
    var item = 0
    while index < end {
      readItem(tape, index, item, &rows)
      item += 1
      index = tape.next(after: index)
    }
  }

  private func readItem(
    _ tape: borrowing JSONTape, _ place: Int, _ item: Int, _ rows: inout RequestRows
  ) {
    do throws(LineProblem) {
      if item >= Limits.segmentItemsMax {
        throw LineProblem(
          .tooManyItems, "at most \(Limits.segmentItemsMax) events are taken of one body")
      }
      guard tape.kind(place) == .object else {
        throw LineProblem(.notAnObject, "it is \(tape.kind(place).name)")
      }
      try readEvent(tape, place, &rows)
    } catch {
      rows.calls.batch.discardOpenRow()
      rows.reject(tape, place, item: item, error)
    }
  }

  private func readEvent(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: inout RequestRows
  ) throws(LineProblem) {
    let time = try time(tape, place, rows)
    let person = try person(tape, place, &rows)
    let name = try name(tape, place, &rows)
    let joined = try joined(tape, place, &rows)
    var id: [UInt8] = []
    if let path = mapping.messageID {
      id = try rows.calls.text(tape, path.place(tape, from: place), path.description)
    }
    if id.isEmpty && time != nil {
      id = DerivedID.make(tape.text(object: place, leavingOut: [], label: "webhook"))
    }
    try readProperties(tape, place, &rows)
    if mapping.type == .group { try readGroup(tape, place, &rows) }
    rows.append(
      mapping.type, rows.times(time, sentAt: nil), name: name, person: person, joined: joined,
      messageID: id.span)
  }

  // MARK: Fields

  private func person(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: inout RequestRows
  ) throws(LineProblem) -> UInt32 {
    for path in mapping.person {
      let found = path.place(tape, from: place)
      if let code = try rows.calls.identifier(tape, found, path.description) { return code }
    }
    let paths = mapping.person.map(\.description).joined(separator: ", ")
    throw LineProblem(.missingPerson, "nothing at \(paths), where the mapping has the person")
  }

  private func joined(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: inout RequestRows
  ) throws(LineProblem) -> UInt32? {
    guard let path = mapping.joins else { return nil }
    let other = try rows.calls.identifier(
      tape, path.place(tape, from: place), path.description)
    if other == nil && mapping.type == .alias {
      throw LineProblem(.missingPrevious, "nothing at \(path), where the mapping has the other id")
    }
    return other
  }

  private func name(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: inout RequestRows
  ) throws(LineProblem) -> UInt32 {
    if !mapping.type.isSelectable { return rows.calls.batch.intern(name: [UInt8]().span) }
    if let path = mapping.event {
      let found = try rows.calls.named(
        tape, path.place(tape, from: place), path.description)
      if let found { return found }
    }
    guard let name = mapping.eventName ?? (mapping.type == .track ? nil : "\(mapping.type)") else {
      let path = mapping.event?.description ?? ""
      throw LineProblem(.missingEvent, "nothing at \(path), where the mapping has the event name")
    }
    let bytes = Array(name.utf8)
    return rows.calls.batch.intern(name: bytes.span)
  }

  /// The time; a text of digits, as forms have it, counts from 1970 like a number.
  private func time(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: borrowing RequestRows
  ) throws(LineProblem) -> Int64? {
    guard let path = mapping.time else { return nil }
    let found = path.place(tape, from: place)
    if found == 0 { return nil }
    if tape.kind(found) == .string, let count = Double(String(copying: tape.string(found))),
      let stamp = Stamp(epoch: count)
    {
      return stamp.milliseconds
    }
    return try rows.calls.instant(tape, found, path.description)
  }

  // MARK: Properties

  private func readProperties(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: inout RequestRows
  ) throws(LineProblem) {
    if let path = mapping.propertyObject {
      let found = path.place(tape, from: place)
      if found != 0 {
        try rows.calls.expect(.object, tape, found, path.description)
        try rows.calls.properties.read(
          tape, object: found, leavingOut: mapping.type.isSelectable ? .context : .nothing,
          into: &rows.calls.batch)
      }
    }
    for property in mapping.properties {
      let found = property.path.place(tape, from: place)
      if found == 0 { continue }
      try rows.calls.properties.readValue(
        tape, found, at: property.name, into: &rows.calls.batch)
    }
  }

  private func readGroup(
    _ tape: borrowing JSONTape, _ place: Int, _ rows: inout RequestRows
  ) throws(LineProblem) {
    guard let path = mapping.group else { return }
    let group = try rows.calls.text(tape, path.place(tape, from: place), path.description)
    if group.isEmpty {
      throw LineProblem(.missingGroup, "nothing at \(path), where the mapping has the group")
    }
    let key = Array("groupId".utf8)
    rows.calls.batch.append(path: rows.calls.batch.intern(pathKey: key.span), string: group.span)
  }
}
