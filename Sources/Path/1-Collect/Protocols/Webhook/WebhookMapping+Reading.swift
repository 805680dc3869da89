import StarlingColumns
import StarlingModel

extension WebhookMapping {
  /// A key of a mapping with its value and where it stands.
  private struct Entry {
    var key: String
    var value: String
    var place: String
  }

  /// Reads a mapping from its text, `key: value` lines or JSON.
  ///
  /// - Parameter place: Where the text comes from, for messages.
  /// - Throws: `CollectError.badMapping` naming the line or key, the value and what was expected.
  package init(reading text: String, place: String) throws(CollectError) {
    self.init()
    let bytes = Array(text.utf8)
    let isJSON = bytes.span.firstSign == UInt8(ascii: "{")
    let entries = isJSON ? try Self.json(bytes, place) : try Self.lines(text, place)
    var seen: Set<String> = []
    for entry in entries {
      if !seen.insert(entry.key).inserted {
        throw CollectError(.badMapping, place: entry.place, "\"\(entry.key)\" stands here twice")
      }
      try set(entry)
    }
    try check(place)
  }

  private func check(_ place: String) throws(CollectError) {
    let missing: String? =
      if person.isEmpty {
        "person"
      } else if type == .track && event == nil && eventName == nil {
        "event (or event_name)"
      } else if type == .alias && joins == nil {
        "joins"
      } else if type == .group && group == nil {
        "group"
      } else {
        nil
      }
    if let missing {
      throw CollectError(
        .badMapping, place: place, "no \"\(missing)\"; a \(type) call cannot do without")
    }
  }

  private mutating func set(_ entry: Entry) throws(CollectError) {
    switch entry.key {
    case "events": events = try Self.path(entry)
    case "type":
      guard let kind = EventKind.allCases.first(where: { "\($0)" == entry.value }) else {
        let names = EventKind.allCases.map { "\($0)" }.joined(separator: ", ")
        throw CollectError(
          .badMapping, place: entry.place, "type is \"\(entry.value)\"; expected one of \(names)")
      }
      type = kind
    case "person":
      person = []
      for text in CSVMapping.list(entry.value) {
        person.append(try Self.path(Entry(key: entry.key, value: text, place: entry.place)))
      }
    case "joins": joins = try Self.path(entry)
    case "event": event = try Self.path(entry)
    case "event_name": eventName = entry.value.isEmpty ? nil : entry.value
    case "time": time = try Self.path(entry)
    case "message_id": messageID = try Self.path(entry)
    case "group": group = try Self.path(entry)
    case "properties": propertyObject = try Self.path(entry)
    case let key where key.hasPrefix("properties.") && key.utf8.count > 11:
      let name = key.dropFirst(11).split(separator: ".", omittingEmptySubsequences: false)
      properties.append(Property(name: name.map(String.init), path: try Self.path(entry)))
    default:
      throw CollectError(
        .badMapping, place: entry.place,
        "unknown key \"\(entry.key)\"; the keys are \(Self.keys.joined(separator: ", "))")
    }
  }

  private static func path(_ entry: Entry) throws(CollectError) -> JSONPath {
    if let path = JSONPath(entry.value) { return path }
    throw CollectError(
      .badMapping, place: entry.place,
      "\(entry.key) is \"\(entry.value)\"; expected a path such as data.object.id or items[0].sku")
  }

  // MARK: Text

  /// Reads lines; those below a key without value belong to it and are indented.
  private static func lines(_ text: String, _ place: String) throws(CollectError) -> [Entry] {
    var entries: [Entry] = []
    var section: String?
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let own = "\(place):\(number)"
      let content = CSVMapping.withoutComment(String(line)).trimmingBlanks
      if content.isEmpty || content == "---" { continue }
      guard let colon = content.firstIndex(of: ":") else {
        throw CollectError(
          .badMapping, place: own, "expected \"key: value\", found \"\(content)\"")
      }
      let isInside = line.first == " " || line.first == "\t"
      if isInside && section == nil {
        throw CollectError(
          .badMapping, place: own,
          "\"\(content)\" is indented, but no key without value stands above it")
      }
      let name = CSVMapping.unquoted(String(content[..<colon]).trimmingBlanks)
      let value = String(content[content.index(after: colon)...]).trimmingBlanks
      let key = isInside ? "\(section ?? "").\(name)" : name
      if !isInside { section = value.isEmpty ? name : nil }
      if !value.isEmpty {
        entries.append(Entry(key: key, value: CSVMapping.unquoted(value), place: own))
      }
    }
    return entries
  }

  /// Reads a JSON object of texts, lists of texts and, for properties, an object of texts.
  private static func json(_ text: [UInt8], _ place: String) throws(CollectError) -> [Entry] {
    var document = JSONDocument()
    let padded = text + [UInt8](repeating: 0, count: InputChunk.padding)
    if let problem = document.parse(padded.span, from: 0, to: text.count) {
      throw CollectError(.badMapping, place: place, problem.detail)
    }
    var entries: [Entry] = []
    try members(document.tape, JSONTape.root, "", place, &entries)
    return entries
  }

  private static func members(
    _ tape: borrowing JSONTape, _ object: Int, _ prefix: String, _ place: String,
    _ entries: inout [Entry]
  ) throws(CollectError) {
    var index = object + 1
    while index < tape.end(of: object) {
      let key = prefix + String(copying: tape.string(index))
      let own = "\(place), \(key)"
      let value = index + 1
      switch tape.kind(value) {
      case .string:
        entries.append(Entry(key: key, value: String(copying: tape.string(value)), place: own))
      case .object where prefix.isEmpty:
        try members(tape, value, key + ".", place, &entries)
      case .array:
        entries.append(Entry(key: key, value: try texts(tape, value, own), place: own))
      default:
        throw CollectError(
          .badMapping, place: own, "it is \(tape.kind(value).name); expected a path in quotes")
      }
      index = tape.next(after: value)
    }
  }

  private static func texts(
    _ tape: borrowing JSONTape, _ list: Int, _ place: String
  ) throws(CollectError) -> String {
    var texts: [String] = []
    var index = list + 1
    while index < tape.end(of: list) {
      guard tape.kind(index) == .string else {
        throw CollectError(
          .badMapping, place: place, "it holds \(tape.kind(index).name); expected paths in quotes")
      }
      texts.append(String(copying: tape.string(index)))
      index = tape.next(after: index)
    }
    return texts.joined(separator: ",")
  }
}
