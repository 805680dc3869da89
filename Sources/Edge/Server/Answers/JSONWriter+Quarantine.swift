import StarlingEngine

/// What could not be accepted.
extension JSONWriter {
  mutating func value(_ entry: QuarantineEntry) {
    object { json in
      json.member("id", entry.id)
      json.member("source", entry.source)
      json.member("received_at", entry.receivedAt)
      json.member("reason", entry.reason)
      json.member("detail", entry.detail)
      json.member("raw", String(decoding: entry.raw, as: UTF8.self))
      json.member("state", entry.state.rawValue)
    }
  }

  mutating func value(_ counts: [QuarantineCount]) {
    object { json in
      json.member("counts", counts) { json, count in
        json.object { json in
          json.member("reason", count.reason)
          json.member("source", count.source)
          json.member("count", count.count)
        }
      }
    }
  }

  mutating func value(_ outcome: ReplayOutcome) {
    object { json in
      json.member("accepted", outcome.accepted)
      json.member("refused", outcome.refused) { $0.value($1) }
      json.member("complete", outcome.isComplete)
    }
  }
}
