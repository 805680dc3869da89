import StarlingLanguage
import StarlingModel

/// A workspace and a history: all that determines who is in which segment when.
package struct TestCase: Sendable {
  /// What a failure calls the case.
  package var name: String
  /// Settings and definitions, without errors.
  package var workspace: Workspace
  /// In the order in which they arrived.
  package var events: [Event]
  /// Identifiers of people on uploaded lists, by name of the list.
  package var lists: [String: Set<String>]
  /// Where changes are no longer asked for; inclusive.
  package var until: Stamp

  /// Makes a case from its parts.
  package init(
    name: String, workspace: Workspace, events: [Event], lists: [String: Set<String>] = [:],
    until: Stamp
  ) {
    self.name = name
    self.workspace = workspace
    self.events = events
    self.lists = lists
    self.until = until
  }
}
