/// Values of a column that are not of the column's kind; they were kept as text.
package struct ColumnMisfits: Hashable, Sendable {
  /// The column's name in the header.
  package var column: String
  /// What its values are taken for: numbers or booleans.
  package var kind: ColumnKind
  /// How many values are something else, those of records that were refused later included.
  package var count: Int
}
