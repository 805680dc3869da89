import StarlingLanguage
import StarlingModel
import StarlingWorkspace

/// Definitions as the text of a workspace file, in JSON, which YAML takes too: what versions keep.
enum WorkspaceText {
  /// The text of a workspace.
  static func of(_ workspace: Workspace) -> String {
    let settings = workspace.settings
    var lines = [
      "  \"timezone\": \(quoted(settings.timezone))",
      "  \"sessions\": {\"gap\": \(quoted("\(settings.sessionGapMs)ms")), \"pages\": ["
        + settings.sessionPages.map(quoted).joined(separator: ", ") + "]}",
      "  \"percentiles\": {\"every\": \(quoted("\(settings.percentileEveryMs)ms"))}",
    ]
    if !workspace.lists.isEmpty {
      lines.append(
        object(
          "lists",
          workspace.lists.keys.sorted().map { name in
            "    \(quoted(name)): \(quoted(workspace.lists[name] ?? ""))"
          }))
    }
    if !workspace.metrics.isEmpty {
      lines.append(
        object(
          "metrics", workspace.metrics.map { "    \(quoted($0.name)): \(quoted($0.text))" }))
    }
    if !workspace.segments.isEmpty {
      lines.append(object("segments", workspace.segments.map(entry)))
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private static func object(_ key: String, _ entries: [String]) -> String {
    "  \"\(key)\": {\n" + entries.joined(separator: ",\n") + "\n  }"
  }

  private static func entry(_ definition: Definition) -> String {
    var parts: [String] = []
    if let title = definition.title { parts.append("\"title\": \(quoted(title))") }
    if let description = definition.description {
      parts.append("\"description\": \(quoted(description))")
    }
    if !definition.tags.isEmpty {
      parts.append("\"tags\": [\(definition.tags.map(quoted).joined(separator: ", "))]")
    }
    parts.append("\"when\": \(quoted(definition.text))")
    return "    \(quoted(definition.name)): {\(parts.joined(separator: ", "))}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Lines taken away and added between two texts.
  static func difference(_ before: String, _ after: String) -> String {
    let old = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let new = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return new.difference(from: old).map { change in
      switch change {
      case .remove(let line, let text, _): (line, 0, "-\(text)")
      case .insert(let line, let text, _): (line, 1, "+\(text)")
      }
    }
    .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2).joined(separator: "\n")
  }

  /// What is different between two sets of definitions, in a line.
  static func summary(_ before: Workspace, _ after: Workspace) -> String {
    let (old, new) = (before.definitionsByKey, after.definitionsByKey)
    func names(_ keys: [DefinitionKey]) -> String {
      let shown = keys.map { "\($0.kind.rawValue) \($0.name)" }.sorted()
      return shown.prefix(5).joined(separator: ", ")
        + (shown.count > 5 ? " and \(shown.count - 5) more" : "")
    }
    let added = new.keys.filter { old[$0] == nil }
    let removed = old.keys.filter { new[$0] == nil }
    let edited = new.keys.filter { key in old[key].map { $0.text != new[key]?.text } ?? false }
    var parts: [String] = []
    if !added.isEmpty { parts.append("added \(names(added))") }
    if !edited.isEmpty { parts.append("edited \(names(edited))") }
    if !removed.isEmpty { parts.append("removed \(names(removed))") }
    if before.settings != after.settings { parts.append("settings changed") }
    return parts.isEmpty ? "nothing that matters" : parts.joined(separator: "; ")
  }
}
