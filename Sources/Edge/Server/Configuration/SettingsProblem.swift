/// What is wrong with the configuration: each message names the place, the value, what was
/// expected and the nearest name.
package struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence for each problem, in the order in which they were found.
  package var messages: [String]

  /// States problems.
  package init(_ messages: [String]) {
    self.messages = messages
  }

  /// All messages, one a line.
  package var description: String { messages.joined(separator: "\n") }
}
