/// Bytes of a source text: [start, end), as UTF-8 offsets.
package struct SourceRange: Hashable, Sendable {
  /// The first byte.
  package var start: Int
  /// The byte behind the last.
  package var end: Int

  /// The bytes from `start` up to, not including, `end`.
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }
}
