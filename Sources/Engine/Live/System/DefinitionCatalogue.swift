import StarlingLanguage
import StarlingModel

/// The definitions in force, and which version brought each of them.
struct DefinitionCatalogue: Sendable {
  /// Where a definition comes from.
  struct Origin: Sendable {
    var text: String
    var version: Int
    var changed: Stamp
  }

  /// What is in force.
  private(set) var workspace: Workspace
  /// People on each uploaded list, by its name.
  private(set) var lists: [String: Set<String>]
  /// The latest version, from 1; 0 before the first.
  private(set) var version: Int
  private var origins: [DefinitionKey: Origin] = [:]

  /// No definitions.
  init(_ workspace: Workspace, lists: [String: Set<String>]) {
    self.workspace = workspace
    self.lists = lists
    version = 0
  }

  /// Notes a version that came into force.
  mutating func put(
    _ workspace: Workspace, lists: [String: Set<String>], version: Int, at: Stamp
  ) {
    var origins: [DefinitionKey: Origin] = [:]
    for (key, definition) in workspace.definitionsByKey {
      if let before = self.origins[key], before.text == definition.text {
        origins[key] = before
      } else {
        origins[key] = Origin(text: definition.text, version: version, changed: at)
      }
    }
    self.origins = origins
    self.workspace = workspace
    self.lists = lists
    self.version = version
  }

  /// Where a definition comes from.
  func origin(_ kind: DefinitionKind, _ name: String) -> Origin? {
    origins[DefinitionKey(kind: kind, name: name)]
  }

  /// All definitions with what brought them.
  var list: DefinitionList {
    let entries = [(DefinitionKind.metric, workspace.metrics), (.segment, workspace.segments)]
      .flatMap { kind, definitions in
        definitions.map { definition in
          let origin = origin(kind, definition.name)
          return DefinitionEntry(
            kind: kind, name: definition.name, title: definition.title,
            description: definition.description, expression: definition.text,
            version: origin?.version ?? version,
            changed: origin?.changed ?? Stamp(milliseconds: 0))
        }
      }
    return DefinitionList(
      version: version, timezone: workspace.settings.timezone, definitions: entries)
  }
}

/// What tells definitions apart.
struct DefinitionKey: Hashable, Sendable {
  var kind: DefinitionKind
  var name: String
}

extension Workspace {
  /// Metrics and segments by what tells them apart.
  var definitionsByKey: [DefinitionKey: Definition] {
    var all: [DefinitionKey: Definition] = [:]
    for metric in metrics { all[DefinitionKey(kind: .metric, name: metric.name)] = metric }
    for segment in segments { all[DefinitionKey(kind: .segment, name: segment.name)] = segment }
    return all
  }
}
