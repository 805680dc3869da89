import StarlingColumns

/// The way to a value inside JSON: `data.object.amount`, `items[0].sku`, `$['key.with.dots']`.
package struct JSONPath: Hashable, Sendable, CustomStringConvertible {
  /// One step of the way.
  enum Step: Hashable, Sendable {
    case member([UInt8])
    case element(Int)
  }

  /// The path as it was written.
  package let description: String
  private(set) var steps: [Step] = []

  /// Reads a path; `nil` when it is none. A `$` at the beginning means the whole value.
  package init?(_ text: String) {
    description = text
    var rest = Substring(text)
    if rest.first == "$" {
      rest = rest.dropFirst()
    } else if rest.first != "[" {
      rest = "." + rest
    }
    while let sign = rest.first {
      guard let step = sign == "." ? Self.name(&rest) : sign == "[" ? Self.bracket(&rest) : nil
      else { return nil }
      steps.append(step)
    }
    if text.isEmpty { return nil }
  }

  /// Reads `.name`.
  private static func name(_ rest: inout Substring) -> Step? {
    let name = rest.dropFirst().prefix { $0 != "." && $0 != "[" }
    if name.isEmpty { return nil }
    rest = rest[name.endIndex...]
    return .member(Array(name.utf8))
  }

  /// Reads `[0]` or `['name']`.
  private static func bracket(_ rest: inout Substring) -> Step? {
    let inner = rest.dropFirst()
    if let quote = inner.first, quote == "'" || quote == "\"" {
      let name = inner.dropFirst().prefix { $0 != quote }
      rest = inner[name.endIndex...].dropFirst()
      if rest.first != "]" { return nil }
      rest = rest.dropFirst()
      return .member(Array(name.utf8))
    }
    let digits = inner.prefix { $0 != "]" }
    guard digits.endIndex < inner.endIndex, let number = Int(digits), number >= 0 else {
      return nil
    }
    rest = inner[digits.endIndex...].dropFirst()
    return .element(number)
  }

  /// Where the value lies below `start`; 0 when there is none or it is null.
  func place(_ tape: borrowing JSONTape, from start: Int) -> Int {
    var place = start
    for step in steps {
      switch step {
      case .member(let key):
        guard tape.kind(place) == .object, let found = tape.member(key, of: place) else {
          return 0
        }
        place = found
      case .element(let number):
        guard tape.kind(place) == .array, let found = Self.element(tape, place, number) else {
          return 0
        }
        place = found
      }
    }
    return tape.kind(place) == .null ? 0 : place
  }

  private static func element(
    _ tape: borrowing JSONTape, _ list: Int, _ number: Int
  ) -> Int? {
    var index = list + 1
    let end = tape.end(of: list)
    var left = number
    while index < end {
      if left == 0 { return index }
      left -= 1
      index = tape.next(after: index)
    }
    return nil
  }
}
