import StarlingColumns

extension GA4Validation {
  /// Most parameters of an event and most user properties.
  private static let membersMax = 25
  private static let nameBytesMax = 40
  private static let userNameBytesMax = 24
  private static let userValueBytesMax = 36
  private static let valueBytesMax = 100
  private static let prefixes = ["_", "firebase_", "ga_", "google_", "gtag."]
  private static let userPrefixes = ["_", "firebase_", "ga_", "google_"]
  private static let reservedNames: Set = [
    "ad_activeview", "ad_click", "ad_exposure", "ad_query", "ad_reward", "adunit_exposure",
    "app_background", "app_clear_data", "app_exception", "app_remove", "app_store_refund",
    "app_store_subscription_cancel", "app_store_subscription_convert",
    "app_store_subscription_renew", "app_update", "app_upgrade", "dynamic_link_app_open",
    "dynamic_link_app_update", "dynamic_link_first_open", "error", "firebase_campaign",
    "firebase_in_app_message_action", "firebase_in_app_message_dismiss",
    "firebase_in_app_message_impression", "first_open", "first_visit", "in_app_purchase",
    "notification_dismiss", "notification_foreground", "notification_open",
    "notification_receive", "notification_send", "os_update", "session_start",
    "session_start_with_rollout", "user_engagement",
  ]
  private static let reservedUserNames: Set = [
    "first_open_time", "first_visit_time", "last_deep_link_referrer", "user_id",
    "first_open_after_install",
  ]

  /// Checks a request by all rules.
  mutating func check(_ tape: borrowing JSONTape) {
    if tape.kind(JSONTape.root) != .object {
      return add("", .valueInvalid, "The body is \(tape.kind(JSONTape.root).name), not an object.")
    }
    var keys = MemberKeys<GA4Field>()
    let places = keys.places(tape, JSONTape.root)
    checkPerson(tape, places)
    checkTime(tape, places[.time], "timestamp_micros")
    if places[.userProperties] != 0 { checkUserProperties(tape, places[.userProperties]) }
    let list = places[.events]
    if list == 0 { return add("events", .valueRequired, "A request needs events.") }
    if tape.kind(list) != .array {
      return add("events", .valueInvalid, "It is \(tape.kind(list).name), not an array.")
    }
    var fields = MemberKeys<GA4EventField>()
    var index = list + 1
    var item = 0
    while index < tape.end(of: list) {
      checkEvent(tape, index, "events[\(item)]", &fields)
      item += 1
      index = tape.next(after: index)
    }
    if item > Limits.ga4EventsMax {
      add(
        "events", .exceededMaxEntities,
        "A request may have \(Limits.ga4EventsMax) events; this one has \(item).")
    }
  }

  private mutating func checkPerson(
    _ tape: borrowing JSONTape, _ places: MemberPlaces<GA4Field>
  ) {
    let isApp = places[.client] == 0
    let place = places[isApp ? .appInstance : .client]
    let path = isApp && place != 0 ? "app_instance_id" : "client_id"
    if place == 0 {
      add(path, .valueRequired, "A request needs client_id (web) or app_instance_id (app).")
    } else if tape.kind(place) != .string || tape.string(place).isEmpty {
      add(path, .valueInvalid, "It must be a text that is not empty.")
    }
  }

  private mutating func checkTime(_ tape: borrowing JSONTape, _ place: Int, _ path: String) {
    if place == 0 { return }
    var number = tape.number(place)
    if tape.kind(place) == .string { number = Double(String(copying: tape.string(place))) }
    guard let number else {
      return add(path, .valueInvalid, "It must be a count of microseconds since 1970.")
    }
    // The year 2001 in microseconds; smaller counts are of another unit.
    if number < 1e15 || number > 1e17 {
      add(path, .valueOutOfBounds, "\(number) is no count of microseconds since 1970 of our time.")
    }
  }

  // MARK: Events

  private mutating func checkEvent(
    _ tape: borrowing JSONTape, _ place: Int, _ path: String,
    _ fields: inout MemberKeys<GA4EventField>
  ) {
    if tape.kind(place) != .object {
      return add(path, .valueInvalid, "An event is an object.")
    }
    let places = fields.places(tape, place)
    if places[.name] == 0 {
      add("\(path).name", .valueRequired, "An event needs a name.")
    } else if tape.kind(places[.name]) != .string {
      add("\(path).name", .valueInvalid, "A name is a text.")
    } else {
      let name = String(copying: tape.string(places[.name]))
      checkName(name, "\(path).name", Self.nameBytesMax, Self.reservedNames, Self.prefixes)
    }
    checkTime(tape, places[.time], "\(path).timestamp_micros")
    if places[.params] == 0 { return }
    if tape.kind(places[.params]) != .object {
      return add("\(path).params", .valueInvalid, "Parameters are an object.")
    }
    checkMembers(tape, places[.params], "\(path).params") { (check, name, value, path) in
      check.checkName(name, path, Self.nameBytesMax, [], Self.prefixes)
      check.checkLength(value, path, Self.valueBytesMax)
    }
  }

  private mutating func checkUserProperties(_ tape: borrowing JSONTape, _ place: Int) {
    if tape.kind(place) != .object {
      return add("user_properties", .valueInvalid, "User properties are an object.")
    }
    checkMembers(tape, place, "user_properties") { (check, name, value, path) in
      check.checkName(
        name, path, Self.userNameBytesMax, Self.reservedUserNames, Self.userPrefixes)
      check.checkLength(value, path, Self.userValueBytesMax)
    }
  }

  /// Checks how many members an object has, that none is there twice, and each by `body`, which
  /// gets the name and the text of the value, where it is one, wrapped or not.
  private mutating func checkMembers(
    _ tape: borrowing JSONTape, _ object: Int, _ path: String,
    _ body: (inout GA4Validation, String, String?, String) -> Void
  ) {
    var seen: Set<String> = []
    var index = object + 1
    while index < tape.end(of: object) {
      let name = String(copying: tape.string(index))
      let own = "\(path).\(excerpt(tape.string(index)))"
      if !seen.insert(name).inserted {
        add(own, .nameDuplicated, "The name stands there twice; the last one counts.")
      }
      var value = index + 1
      index = tape.next(after: value)
      if tape.kind(value) == .object {
        value = tape.member(Array("value".utf8), of: value) ?? value
      }
      body(
        &self, name, tape.kind(value) == .string ? String(copying: tape.string(value)) : nil, own)
    }
    if seen.count > Self.membersMax {
      add(
        path, .exceededMaxEntities,
        "There may be \(Self.membersMax) of them; here are \(seen.count).")
    }
  }

  private mutating func checkName(
    _ name: String, _ path: String, _ bytesMax: Int, _ reserved: Set<String>, _ prefixes: [String]
  ) {
    if reserved.contains(name) || prefixes.contains(where: { name.hasPrefix($0) }) {
      return add(path, .nameReserved, "The name \"\(name.prefix(40))\" is reserved.")
    }
    let isLetters = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    let first = name.utf8.first ?? 0
    if !isLetters || !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20) {
      add(path, .nameInvalid, "A name begins with a letter and has letters, digits and _ only.")
    } else if name.utf8.count > bytesMax {
      add(path, .nameInvalid, "A name has \(bytesMax) signs at most.")
    }
  }

  private mutating func checkLength(_ value: String?, _ path: String, _ signsMax: Int) {
    if let value, value.count > signsMax {
      add(path, .valueOutOfBounds, "A text has \(signsMax) signs at most.")
    }
  }
}
