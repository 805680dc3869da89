import StarlingModel

/// Events in one line each; only what a test sets needs saying.
extension Event {
  /// A track call: `.track("purchase", "a", at: "2026-03-02T00:00:00Z", ["amount": 3])`.
  ///
  /// - Parameter properties: Keyed by dotted path; context paths start with `context.`.
  package static func track(
    _ name: String, _ person: String, at stamp: Stamp, _ properties: [String: Value] = [:],
    id: String = ""
  ) -> Event {
    make(.track, name, person, stamp, properties, id)
  }

  /// A page call.
  package static func page(
    _ name: String, _ person: String, at stamp: Stamp,
    _ properties: [String: Value] = [:], id: String = ""
  ) -> Event {
    make(.page, name, person, stamp, properties, id)
  }

  /// A screen call.
  package static func screen(
    _ name: String, _ person: String, at stamp: Stamp,
    _ properties: [String: Value] = [:], id: String = ""
  ) -> Event {
    make(.screen, name, person, stamp, properties, id)
  }

  /// An identify call, perhaps one that joins an anonymous id with the person.
  package static func identify(
    _ person: String, at stamp: Stamp, _ traits: [String: Value] = [:],
    anonymous: String? = nil, id: String = ""
  ) -> Event {
    var event = make(.identify, "", person, stamp, traits, id)
    event.joined = anonymous
    return event
  }

  /// An alias call: `previous` is given up for `person`.
  package static func alias(
    _ person: String, previous: String, at stamp: Stamp, id: String = ""
  ) -> Event {
    var event = make(.alias, "", person, stamp, [:], id)
    event.joined = previous
    return event
  }

  /// A group call, which no selector sees.
  package static func group(_ person: String, at stamp: Stamp, id: String = "") -> Event {
    make(.group, "", person, stamp, [:], id)
  }

  private static func make(
    _ kind: EventKind, _ name: String, _ person: String, _ stamp: Stamp,
    _ properties: [String: Value], _ id: String
  ) -> Event {
    let paths = properties.map { path, value in
      (PropertyPath(path.split(separator: ".").map(String.init)), value)
    }
    return Event(
      kind: kind, name: name, person: person, stamp: stamp, messageID: id,
      properties: Dictionary(uniqueKeysWithValues: paths))
  }
}

extension Stamp: ExpressibleByStringLiteral {
  /// Reads `"2026-03-02"` or `"2026-03-02T00:00:00.000Z"`.
  package init(stringLiteral text: String) { self.init(text) }
}

extension Value: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  /// A number.
  package init(floatLiteral number: Double) { self = .number(number) }
  /// A number.
  package init(integerLiteral number: Int) { self = .number(Double(number)) }
  /// A string.
  package init(stringLiteral string: String) { self = .string(string) }
  /// A boolean.
  package init(booleanLiteral boolean: Bool) { self = .boolean(boolean) }
  /// A list of scalars.
  package init(arrayLiteral elements: Value...) { self = .list(elements) }
}

extension PropertyPath: ExpressibleByStringLiteral {
  /// Reads a dotted path.
  package init(stringLiteral text: String) {
    self.init(text.split(separator: ".").map(String.init))
  }
}
