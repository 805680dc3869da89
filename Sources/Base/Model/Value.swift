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
  /// The number, when it is one.
  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The string, when it is one.
  package var string: String? {
    if case .string(let string) = self { string } else { nil }
  }
}
