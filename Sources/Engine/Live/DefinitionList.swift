/// The definitions that are in force.
package struct DefinitionList: Hashable, Sendable {
  /// Their version, from 1.
  package var version: Int
  /// IANA name of the workspace's time zone.
  package var timezone: String
  /// Metrics and segments, in the order of the workspace.
  package var definitions: [DefinitionEntry]

  /// Puts the parts together.
  package init(
    version: Int, timezone: String, definitions: [DefinitionEntry]
  ) {
    self.version = version
    self.timezone = timezone
    self.definitions = definitions
  }
}
