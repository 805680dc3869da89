import StarlingEngine
import StarlingSegment

/// Why somebody is in a segment or is not.
extension JSONWriter {
  mutating func value(_ answer: PersonExplanation) {
    let explanation = answer.explanation
    object { json in
      json.member("person", answer.person)
      json.member("segment", explanation.segment)
      json.member("at", explanation.at)
      json.member("member", explanation.isMember)
      json.key("next_flip")
      json.value(explanation.nextFlip)
      json.member("holds_thresholds", explanation.holdsThresholds)
      json.key("explanation")
      json.value(explanation.root)
    }
  }

  private mutating func value(_ part: Explanation) {
    object { json in
      json.member("text", part.text)
      if let value = part.value {
        json.key("value")
        json.value(value)
      }
      if let until = part.until { json.member("until", until) }
      for fact in part.facts { json.member(fact) }
      if part.eventCount > 0 {
        json.member("event_count", part.eventCount)
        json.member("events", part.events) { $0.value($1) }
      }
      if !part.children.isEmpty { json.member("parts", part.children) { $0.value($1) } }
    }
  }

  private mutating func value(_ event: ExplainedEvent) {
    object { json in
      json.member("at", event.at)
      json.member("name", event.name)
      if let value = event.value {
        json.key("value")
        json.value(value)
      }
    }
  }

  private mutating func member(_ fact: Explanation.Fact) {
    switch fact {
    case .clock(let stamp): member("clock_from", stamp)
    case .values(let values, _): member("true_for", values) { $0.value($1) }
    case .unreached(let step): member("unreached", step)
    case .confirmed(let stamp): member("confirmed_at", stamp)
    case .heldThreshold: member("threshold_held", true)
    case .explainedAbove: member("explained_above", true)
    case .unseen: member("unseen", true)
    }
  }
}
