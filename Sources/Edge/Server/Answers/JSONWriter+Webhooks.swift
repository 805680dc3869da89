import StarlingActivate
import StarlingModel

/// Webhooks.
extension JSONWriter {
  mutating func value(_ state: WebhookState, secret: String? = nil) {
    let target = state.target
    object { json in
      json.member("id", state.id)
      json.member("name", target.name)
      json.member("url", target.url)
      json.key("segments")
      if let segments = target.segments {
        json.list(segments.sorted()) { $0.value($1) }
      } else {
        json.null()
      }
      json.member("in_flight_max", target.inFlightMax)
      json.member("paused", !target.isEnabled)
      json.member("secrets", target.secrets.count)
      json.key("status")
      if let status = state.status {
        json.object { json in
          json.member("cursor", status.cursor)
          json.member("behind", status.behind)
          json.member("waiting", status.held - status.inFlight)
          json.member("in_flight", status.inFlight)
          json.member("oldest", status.oldest)
        }
      } else {
        json.null()
      }
      if let secret { json.member("secret", secret) }
    }
  }

  mutating func value(_ letter: DeadLetter) {
    object { json in
      json.member("position", letter.position)
      json.member("attempts", letter.attempts)
      json.member("problem", letter.problem)
      json.key("change")
      if let change = letter.change { json.value(change) } else { json.null() }
    }
  }
}
