extension CSVMapping {
  /// Reads a mapping from its text.
  ///
  /// One `key: value` a line, `#` comments, values optionally in quotes, lists with commas and
  /// optionally in brackets: a subset of YAML, so that editors know what to do with it.
  ///
  /// - Throws: `CollectError.badMapping` naming the line.
  package init(reading text: String, place: String) throws(CollectError) {
    var values: [String: String] = [:]
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      let content = Self.withoutComment(String(line)).trimmingBlanks
      if content.isEmpty { continue }
      guard let colon = content.firstIndex(of: ":") else {
        throw CollectError(
          .badMapping, place: "\(place):\(number)", "expected \"key: value\", found \"\(content)\"")
      }
      let key = String(content[..<colon]).trimmingBlanks
      if values[key] != nil {
        throw CollectError(.badMapping, place: "\(place):\(number)", "\"\(key)\" stands here twice")
      }
      values[key] = String(content[content.index(after: colon)...]).trimmingBlanks
    }
    try self.init(keys: values, place: place)
  }

  /// Makes a mapping from the values of its keys.
  ///
  /// - Parameter place: Where the values come from, for messages.
  /// - Throws: `CollectError.badMapping` for unknown keys, unreadable values, and when the person,
  ///   the time or the event is not named.
  package init(keys: [String: String], place: String) throws(CollectError) {
    self.init()
    for (key, value) in keys.sorted(by: { $0.key < $1.key }) {
      try set(key, Self.unquoted(value), place)
    }
    let missing =
      person.isEmpty ? "person" : time.isEmpty ? "time" : event ?? eventName == nil ? "event" : nil
    if let missing {
      throw CollectError(
        .badMapping, place: place,
        "no \"\(missing)\"; a mapping names person, time and event (or event_name)")
    }
  }

  private mutating func set(
    _ key: String, _ value: String, _ place: String
  ) throws(CollectError) {
    switch key {
    case "person": person = Self.list(value)
    case "joins": joins = value
    case "time": time = value
    case "time_format":
      timeFormat = value
      _ = try CSVTimeFormat.named(value)
    case "time_zone": timeZone = value
    case "event": event = value
    case "event_name": eventName = value
    case "message_id": messageID = value
    case "delimiter": dialect = try Self.dialect(value, place)
    case "header": header = Self.list(value)
    case "only": only = Self.list(value)
    case "except": except = Self.list(value)
    case "rename": rename = try Self.pairs(value, place)
    case "text": text = Self.list(value)
    case "number": number = Self.list(value)
    case "json": json = Self.list(value)
    case "traits": traits = Self.list(value)
    case "identify": identify = Self.list(value)
    case "absent": absent = Self.list(value)
    default:
      throw CollectError(
        .badMapping, place: place,
        "unknown key \"\(key)\"; the keys are \(Self.keys.joined(separator: ", "))")
    }
  }

  // MARK: Values

  static func withoutComment(_ line: String) -> String {
    var quote: Character?
    var last: Character = " "
    for index in line.indices {
      let sign = line[index]
      if let open = quote {
        if sign == open { quote = nil }
      } else if sign == "\"" || sign == "'" {
        quote = sign
      } else if sign == "#" && (last == " " || last == "\t") {
        return String(line[..<index])
      }
      last = sign
    }
    return line
  }

  static func unquoted(_ value: String) -> String {
    guard value.count >= 2, let first = value.first, first == value.last,
      first == "\"" || first == "'"
    else { return value }
    return String(value.dropFirst().dropLast())
  }

  static func list(_ value: String) -> [String] {
    let inner =
      value.hasPrefix("[") && value.hasSuffix("]") ? value.dropFirst().dropLast() : value[...]
    return inner.split(separator: ",").map { unquoted(String($0).trimmingBlanks) }
      .filter { !$0.isEmpty }
  }

  private static func pairs(_ value: String, _ place: String) throws(CollectError) -> [String:
    String]
  {
    var pairs: [String: String] = [:]
    for entry in list(value) {
      guard let sign = entry.firstIndex(of: "=") else {
        throw CollectError(
          .badMapping, place: place, "rename expects old=new, found \"\(entry)\"")
      }
      pairs[String(entry[..<sign]).trimmingBlanks] =
        String(entry[entry.index(after: sign)...]).trimmingBlanks
    }
    return pairs
  }

  private static func dialect(_ value: String, _ place: String) throws(CollectError) -> CSVDialect {
    if let dialect = CSVDialect.names[value] { return dialect }
    let bytes = Array(value.utf8)
    if bytes.count == 1, bytes[0] != UInt8(ascii: "\"") { return .delimited(by: bytes[0]) }
    let names = CSVDialect.names.keys.sorted().joined(separator: ", ")
    throw CollectError(
      .badMapping, place: place, "delimiter \"\(value)\" is none of \(names) or a single sign")
  }
}
