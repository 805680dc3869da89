/// Why a conformance case cannot be read.
package struct ConformanceProblem: Error, CustomStringConvertible {
  /// What is wrong, as one sentence without a full stop.
  package var problem: String

  /// The problem.
  package var description: String { problem }
}

extension OrderedJSON {
  /// The value of a key that must be there.
  package func require(_ key: String) throws -> OrderedJSON {
    guard let value = self[key] else {
      throw ConformanceProblem(problem: "\(key) is missing in \(text.prefix(200))")
    }
    return value
  }

  /// The text of a key that must be there.
  package func requireString(_ key: String) throws -> String {
    guard let string = try require(key).string else {
      throw ConformanceProblem(problem: "\(key) is not a string in \(text.prefix(200))")
    }
    return string
  }
}
