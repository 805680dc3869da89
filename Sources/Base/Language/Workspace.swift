import StarlingModel

/// A workspace as the engine needs it: settings and checked definitions, in file order.
package struct Workspace: Sendable {
  /// The constants that meaning depends on.
  package var settings: WorkspaceSettings
  /// Named numeric expressions.
  package var metrics: [Definition]
  /// Named conditions.
  package var segments: [Definition]
  /// Uploaded lists: name and the file that holds one person id per line.
  package var lists: [String: String]

  /// Makes a workspace from parts that were checked together.
  package init(
    settings: WorkspaceSettings = WorkspaceSettings(), metrics: [Definition] = [],
    segments: [Definition] = [], lists: [String: String] = [:]
  ) {
    self.settings = settings
    self.metrics = metrics
    self.segments = segments
    self.lists = lists
  }
}

/// One named expression of a workspace file.
package struct Definition: Hashable, Sendable {
  /// What references call it.
  package var name: String
  /// What people call it.
  package var title: String?
  /// What it is for, in prose.
  package var description: String?
  /// Words to group definitions by, in file order.
  package var tags: [String]
  /// The expression as it was written.
  package var text: String
  /// The tree of `text`, checked.
  package var expression: Expression

  /// Names an expression.
  package init(
    name: String, title: String? = nil, description: String? = nil,
    tags: [String] = [], text: String, expression: Expression
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.tags = tags
    self.text = text
    self.expression = expression
  }
}
