import Testing

/// A place at which a rule is broken.
struct Violation: CustomStringConvertible, Equatable {
  var path: String
  /// From 1; `nil` when the file as a whole is meant.
  var line: Int?
  /// What was found.
  var value: String
  /// What to do about it.
  var remedy: String

  var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return "\(place): \(value): \(remedy)"
  }
}

/// Fails once with all violations, one a line.
func expectNone(
  _ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation
) {
  let list = violations.map(\.description).joined(separator: "\n")
  #expect(violations.isEmpty, "\(violations.count) found\n\(list)", sourceLocation: sourceLocation)
}
