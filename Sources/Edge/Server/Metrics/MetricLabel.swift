/// A name and a value that tell one series of a family from another.
package struct MetricLabel: Hashable, Sendable {
  /// Letters, digits and `_`.
  package var name: String
  /// Any text; never a person's id.
  package var value: String

  /// Makes a label.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
