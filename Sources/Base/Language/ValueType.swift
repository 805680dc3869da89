/// What is known about a value before any event is seen.
enum ValueType: Hashable {
  case boolean, number, string
  /// A property or a trait: known when it is read, and true when it is the boolean true.
  case value
  /// `first`, `last` or a cluster: known when it is read, but no condition by itself.
  case result
  /// `since`, `age` and `elapsed`: a number that changes by itself.
  case clock

  /// How messages call a value of this type; nil when the type is known only at run time.
  var staticName: String? {
    switch self {
    case .boolean: "a condition"
    case .number: "a number"
    case .string: "a string"
    case .value, .result, .clock: nil
    }
  }
}
