/// A JSON value that remembers the order of its keys, which the order of segments depends on and
/// which Foundation's dictionaries forget.
package indirect enum OrderedJSON: Hashable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([OrderedJSON])
  case object([Member])

  /// One key with its value.
  package struct Member: Hashable, Sendable {
    /// Unescaped; may occur twice in an object.
    package var key: String
    /// What stands behind the colon.
    package var value: OrderedJSON

    /// Pairs a key with a value.
    package init(_ key: String, _ value: OrderedJSON) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a key; `nil` when this is no object or has no such key.
  package subscript(key: String) -> OrderedJSON? { members.last { $0.key == key }?.value }

  /// The members of an object; none when it is something else.
  package var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// The elements of an array; none when it is something else.
  package var elements: [OrderedJSON] { if case .array(let all) = self { all } else { [] } }

  /// The text of a string.
  package var string: String? { if case .string(let text) = self { text } else { nil } }
}

extension OrderedJSON {
  /// The value as JSON on one line.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let boolean): boolean ? "true" : "false"
    case .number(let number): Self.text(of: number)
    case .string(let string): Self.quoted(string)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",")
        + "}"
    }
  }

  private static func text(of number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
