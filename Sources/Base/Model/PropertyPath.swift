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

  /// The first key of traits that keep the value they were given first, as PostHog's `$set_once`.
  package static let firstKey = "$set_once"

  /// Whether it is the path of a trait that keeps the value it was given first; else the latest
  /// value counts.
  package var keepsFirst: Bool { components.count > 1 && components[0] == Self.firstKey }

  /// Separates components in `key`; U+001F cannot be typed into a definition's bare name.
  package static let separator = "\u{1F}"

  /// One string that identifies the path: its components joined by U+001F.
  package var key: String { components.joined(separator: Self.separator) }

  /// Splits a `key` again.
  package init(key: String) {
    components = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
  }
}
