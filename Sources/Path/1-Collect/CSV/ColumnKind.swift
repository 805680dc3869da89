/// What the values of a column are taken for, in the whole import.
package enum ColumnKind: String, Hashable, Sendable {
  /// Numbers; a value that is none stays text.
  case number
  /// `true` and `false` in any case; a value that is neither stays text.
  case boolean
  /// Text, whatever the values look like.
  case text
  /// JSON objects whose members become properties.
  case json
  /// The sample had no value: text, as no other kind can be promised.
  case unknown

  /// The kind as it is printed for people.
  package var label: String { self == .unknown ? "text; no value in the sample" : rawValue }
}
