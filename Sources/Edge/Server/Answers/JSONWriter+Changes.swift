import StarlingEngine
import StarlingModel

/// The log of changes.
extension JSONWriter {
  mutating func value(_ page: ChangePage) {
    object { json in
      json.member("changes", page.changes) { $0.value($1) }
      json.member("next", page.next)
      json.member("last", page.last)
    }
  }

  mutating func value(_ change: MembershipChange) {
    object { json in
      json.member("position", change.position)
      json.member("at", change.at)
      json.member("recorded_at", change.recordedAt)
      json.member("segment", change.segment)
      json.member("person", change.person)
      json.member("change", change.isEntry ? "enter" : "exit")
      json.member("cause", change.cause.word)
    }
  }
}
