import StarlingEngine
import StarlingLanguage

/// Definitions, their versions and their problems.
extension JSONWriter {
  mutating func value(_ list: DefinitionList) {
    object { json in
      json.member("version", list.version)
      json.member("timezone", list.timezone)
      json.member("definitions", list.definitions) { json, entry in
        json.object { json in
          json.member("kind", entry.kind.rawValue)
          json.member("name", entry.name)
          json.member("title", entry.title)
          json.member("description", entry.description)
          json.member("expression", entry.expression)
          json.member("version", entry.version)
          json.member("changed", entry.changed)
        }
      }
    }
  }

  mutating func value(_ version: DefinitionVersion) {
    object { $0.members(version) }
  }

  mutating func value(_ text: DefinitionVersionText) {
    object { json in
      json.members(text.version)
      json.member("text", text.text)
      json.member("difference", text.difference)
    }
  }

  mutating func value(_ problem: DefinitionProblem) {
    object { json in
      json.member("severity", problem.severity.rawValue)
      json.member("code", problem.code)
      json.member("subject", problem.subject)
      json.member("message", problem.message)
      json.member("line", problem.line)
      json.member("column", problem.column)
      json.member("expected", problem.expected)
      json.member("suggestion", problem.suggestion)
      json.member("text", problem.text)
    }
  }

  mutating func check(_ problems: [DefinitionProblem]) {
    object { json in
      json.member("accepted", !problems.contains { $0.severity == .error })
      json.member("problems", problems) { $0.value($1) }
    }
  }

  private mutating func members(_ version: DefinitionVersion) {
    member("version", version.number)
    member("at", version.at)
    member("by", version.by)
    member("summary", version.summary)
  }
}
