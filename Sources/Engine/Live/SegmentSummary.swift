import StarlingModel

/// A segment and how many people are in it.
package struct SegmentSummary: Hashable, Sendable {
  /// Its name in the workspace.
  package var name: String
  /// Its title for people.
  package var title: String?
  /// What it is about.
  package var description: String?
  /// Its definition.
  package var expression: String
  /// The instant of the count.
  package var at: Stamp
  /// People who are in it.
  package var count: Int
  /// People there are in all; the share is count / people.
  package var people: Int
  /// The version of the definitions that brought its present definition.
  package var version: Int
  /// Whether a newer definition is being computed while this one serves.
  package var isBackfilling: Bool

  /// Puts the parts together.
  package init(
    name: String, title: String? = nil, description: String? = nil, expression: String, at: Stamp,
    count: Int, people: Int, version: Int, isBackfilling: Bool = false
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.expression = expression
    self.at = at
    self.count = count
    self.people = people
    self.version = version
    self.isBackfilling = isBackfilling
  }
}
