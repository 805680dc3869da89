/// Why a pattern is not a regular expression that Starling runs.
package struct RegularExpressionProblem: Error, Hashable, Sendable {
  /// One sentence without a full stop, as the regex engine puts it.
  package var message: String

  /// Wraps the engine's words.
  package init(message: String) {
    self.message = message
  }
}
