/// Where a value lies inside an event: the keys from the outside in.
///
/// A path into an event's context starts with the component `context`; all other paths read its
/// properties (or, for identify calls, its traits). A key that contains a dot is one component.
package struct PropertyPath: Hashable, Sendable {
  /// At least one key, outermost first.
  package var components: [String]

  /// Makes a path from its keys, outermost first.
  package init(_ components: [String]) {
    self.components = components
  }

  /// Separates components in `key`; U+001F cannot be typed into a definition's bare name.
  package static let separator = "\u{1F}"

  /// One string that identifies the path: its components joined by U+001F.
  package var key: String { components.joined(separator: Self.separator) }

  /// Splits a `key` again.
  package init(key: String) {
    components = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
  }
}
