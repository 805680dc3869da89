import StarlingColumns
import StarlingModel

/// Reads the GA4 Measurement Protocol.
///
/// Each event is a track call of `user_id`, else of `client_id` or `app_instance_id`; its params
/// are properties. `user_properties`, and a user id together with a client id, also make an
/// identify call, which comes first: it sets the traits and joins the two ids.
///
/// The rules of names and lengths that Google has for its own tables are checked by the debug
/// endpoint alone; here only what cannot be used is refused.
struct GA4Reader {
  private var fields = MemberKeys<GA4Field>()
  private var eventFields = MemberKeys<GA4EventField>()

  /// What all events of a request share.
  private struct Head {
    var person: UInt32
    /// The device's id, when it is another than the person's.
    var joined: UInt32?
    /// Unit: ms since 1970 UTC.
    var time: Int64?
    /// What goes before an item in the text of its derived message id.
    var label: String
  }

  /// Reads a request.
  mutating func read(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows
  ) throws(RequestProblem) {
    if tape.kind(JSONTape.root) != .object {
      throw RequestProblem(
        400, .notAnObject, "the body is \(tape.kind(JSONTape.root).name); expected an object")
    }
    let places = fields.places(tape, JSONTape.root)
    let head: Head
    do throws(LineProblem) {
      head = try Self.head(tape, places, &rows)
      try Self.identify(tape, places, head, &rows)
    } catch {
      rows.calls.batch.discardOpenRow()
      throw RequestProblem(error)
    }
    let list = places[.events]
    if list == 0 || tape.kind(list) != .array {
      let found = list == 0 ? "missing" : tape.kind(list).name
      throw RequestProblem(400, .invalidType, "events is \(found); expected an array of events")
    }
    var index = list + 1
    let end = tape.end(of: list)
    var item = 0
    while index < end {
      do throws(LineProblem) {
        if item >= Limits.ga4EventsMax {
          throw LineProblem(
            .tooManyItems, "at most \(Limits.ga4EventsMax) events are taken of one request")
        }
        try readEvent(tape, index, head, &rows)
      } catch {
        rows.calls.batch.discardOpenRow()
        // An event alone does not say whose it is.
        let request = Self.request(tape, places, event: index)
        rows.rejected.append(
          RejectedItem(
            item: item, reason: error.reason, detail: error.detail, raw: request.span))
      }
      item += 1
      index = tape.next(after: index)
    }
  }

  // MARK: The request

  /// The request as if it had one event only.
  private static func request(
    _ tape: borrowing JSONTape, _ places: MemberPlaces<GA4Field>, event: Int
  ) -> [UInt8] {
    var text = Array("{".utf8)
    for field in [GA4Field.client, .appInstance, .user, .time] where places[field] != 0 {
      text += Array("\"\(field.key)\":".utf8) + tape.text(places[field]) + Array(",".utf8)
    }
    return text + Array("\"events\":[".utf8) + tape.text(event) + Array("]}".utf8)
  }

  private static func head(
    _ tape: borrowing JSONTape, _ places: MemberPlaces<GA4Field>, _ rows: inout RequestRows
  ) throws(LineProblem) -> Head {
    let user = try rows.calls.identifier(tape, places[.user], "user_id")
    let isApp = places[.client] == 0
    let device = try rows.calls.identifier(
      tape, places[isApp ? .appInstance : .client], isApp ? "app_instance_id" : "client_id")
    guard let person = user ?? device else {
      throw LineProblem(.missingPerson, "neither client_id, app_instance_id nor user_id")
    }
    var label = "ga4"
    for field in [GA4Field.client, .appInstance, .user] where places[field] != 0 {
      label += "\n" + String(decoding: tape.text(places[field]), as: UTF8.self)
    }
    return Head(
      person: person, joined: user == nil || device == person ? nil : device,
      time: try micros(tape, places[.time]), label: label)
  }

  /// The identify call of the request, when it says something of the person.
  private static func identify(
    _ tape: borrowing JSONTape, _ places: MemberPlaces<GA4Field>, _ head: Head,
    _ rows: inout RequestRows
  ) throws(LineProblem) {
    let traits = places[.userProperties]
    if traits == 0 && head.joined == nil { return }
    var id: [UInt8] = []
    if traits != 0 {
      try rows.calls.expect(.object, tape, traits, "user_properties")
      try rows.calls.properties.readWrapped(
        tape, object: traits, in: value, into: &rows.calls.batch)
    }
    // Without traits the call says always the same: said once, it is said for ever.
    if traits == 0 || head.time != nil {
      var text = Array("\(head.label)\nidentify \(traits == 0 ? 0 : head.time ?? 0)".utf8)
      if traits != 0 { tape.write(traits, &text) }
      id = DerivedID.make(text)
    }
    let none = [UInt8]()
    rows.append(
      .identify, rows.times(head.time, sentAt: nil), name: rows.calls.batch.intern(name: none.span),
      person: head.person, joined: head.joined, messageID: id.span)
  }

  private static let value = Array("value".utf8)

  // MARK: Events

  private mutating func readEvent(
    _ tape: borrowing JSONTape, _ place: Int, _ head: Head, _ rows: inout RequestRows
  ) throws(LineProblem) {
    guard tape.kind(place) == .object else {
      throw LineProblem(.notAnObject, "it is \(tape.kind(place).name)")
    }
    let places = eventFields.places(tape, place)
    guard let name = try rows.calls.named(tape, places[.name], "name") else {
      throw LineProblem(.missingEvent, "an event without name")
    }
    let time = try Self.micros(tape, places[.time]) ?? head.time
    if places[.params] != 0 {
      try rows.calls.expect(.object, tape, places[.params], "params")
      try rows.calls.properties.read(
        tape, object: places[.params], leavingOut: .context, into: &rows.calls.batch)
    }
    var id: [UInt8] = []
    if let time {
      id = DerivedID.make(tape.text(object: place, leavingOut: [], label: "\(head.label)\n\(time)"))
    }
    rows.append(
      .track, rows.times(time, sentAt: nil), name: name, person: head.person, messageID: id.span)
  }

  /// A count of microseconds since 1970, as a number or its text. Unit of the result: ms.
  private static func micros(
    _ tape: borrowing JSONTape, _ place: Int
  ) throws(LineProblem) -> Int64? {
    if place == 0 { return nil }
    var number = tape.number(place)
    if tape.kind(place) == .string { number = Double(String(copying: tape.string(place))) }
    guard let number else {
      throw LineProblem(
        .invalidType, "timestamp_micros is \(tape.kind(place).name); expected a number")
    }
    let milliseconds = (number / 1_000).rounded(.down)
    guard milliseconds >= Double(Stamp.earliestText.milliseconds),
      milliseconds <= Double(Stamp.latestText.milliseconds)
    else {
      throw LineProblem(
        .invalidTime, "timestamp_micros \(number) lies outside the years 1 to 9999")
    }
    return Int64(milliseconds)
  }
}
