import StarlingModel

/// The names that the data has, or that a tracking plan allows.
package struct KnownNames: Sendable {
  /// For each event name, the paths of its properties and context (those start with `context`).
  package var events: [String: Set<PropertyPath>]
  /// The paths of all traits.
  package var traits: Set<PropertyPath>

  /// Collects names; the more complete, the fewer false alarms.
  package init(events: [String: Set<PropertyPath>] = [:], traits: Set<PropertyPath> = []) {
    self.events = events
    self.traits = traits
  }
}
