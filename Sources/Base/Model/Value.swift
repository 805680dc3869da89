/// A value of a property or a trait. Absence (missing or null) is the `nil` of `Value?`.
///
/// Numbers are finite and never negative zero; lists hold scalars only.
package enum Value: Hashable, Sendable {
  case number(Double)
  case string(String)
  case boolean(Bool)
  case list([Value])
}

extension Value {
  // Strings are equal byte by byte, as in the stored columns; Swift's own equality of strings
  // would take different bytes with one canonical form for the same.
  package static func == (left: Value, right: Value) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.boolean(let left), .boolean(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .number(let number): hasher.combine(number)
    case .string(let string):
      for byte in string.utf8 { hasher.combine(byte) }
    case .boolean(let boolean): hasher.combine(boolean)
    case .list(let list): hasher.combine(list)
    }
  }

  /// The number, when it is one.
  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The string, when it is one.
  package var string: String? {
    if case .string(let string) = self { string } else { nil }
  }
}
