/// Bytes of a source text: [start, end), as UTF-8 offsets.
package struct SourceRange: Hashable, Sendable {
  package var start: Int
  package var end: Int

  /// The bytes from `start` up to, not including, `end`.
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }
}
