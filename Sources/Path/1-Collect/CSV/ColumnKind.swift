/// What the values of a column are taken for.
package enum ColumnKind: String, Hashable, Sendable {
  /// Numbers; a value that is none stays text.
  case number
  /// `true` and `false` in any case; a value that is neither stays text.
  case boolean
  /// Text, whatever the values look like.
  case text
  /// JSON objects whose members become properties.
  case json
  /// The sample had no value: each value is taken for what it looks like.
  case unknown
}
