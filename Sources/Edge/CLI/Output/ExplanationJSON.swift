import StarlingModel
import StarlingSegment

/// An explanation as one JSON document.
enum ExplanationJSON {
  /// `{"person","segment","at","member","next_flip","explanation":{…}}` and a line end.
  static func bytes(_ explanation: MembershipExplanation, person: String) -> [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.key("person")
    json.value(person)
    json.key("segment")
    json.value(explanation.segment)
    json.key("at")
    json.value(explanation.at.iso)
    json.key("member")
    json.value(Value.boolean(explanation.isMember))
    json.key("next_flip")
    write(explanation.nextFlip, &json)
    json.key("holds_thresholds")
    json.value(Value.boolean(explanation.holdsThresholds))
    json.key("explanation")
    write(explanation.root, &json)
    json.endObject()
    json.endLine()
    return json.bytes
  }

  private static func write(
    _ flip: MembershipExplanation.NextFlip, _ json: inout JSONOutput
  ) {
    json.beginObject()
    switch flip {
    case .at(let stamp):
      json.key("at")
      json.value(stamp.iso)
    case .never:
      json.key("never")
      json.value(Value.boolean(true))
    case .beyond(let stamp):
      json.key("beyond")
      json.value(stamp.iso)
    }
    json.endObject()
  }

  private static func write(_ part: Explanation, _ json: inout JSONOutput) {
    json.beginObject()
    json.key("text")
    json.value(part.text)
    if let value = part.value {
      json.key("value")
      json.value(value)
    }
    if let until = part.until {
      json.key("until")
      json.value(until.iso)
    }
    for fact in part.facts { write(fact, &json) }
    if part.eventCount > 0 {
      json.key("event_count")
      json.value(part.eventCount)
      json.key("events")
      json.beginArray()
      for event in part.events { write(event, &json) }
      json.endArray()
    }
    if !part.children.isEmpty {
      json.key("parts")
      json.beginArray()
      for child in part.children { write(child, &json) }
      json.endArray()
    }
    json.endObject()
  }

  private static func write(_ event: ExplainedEvent, _ json: inout JSONOutput) {
    json.beginObject()
    json.key("at")
    json.value(event.at.iso)
    json.key("name")
    json.value(event.name)
    if let value = event.value {
      json.key("value")
      json.value(value)
    }
    json.endObject()
  }

  private static func write(_ fact: Explanation.Fact, _ json: inout JSONOutput) {
    switch fact {
    case .clock(let stamp):
      json.key("clock_from")
      json.value(stamp.iso)
    case .values(let values, _):
      json.key("true_for")
      json.value(Value.list(values))
    case .unreached(let step):
      json.key("unreached")
      json.value(step)
    case .confirmed(let stamp):
      json.key("confirmed_at")
      json.value(stamp.iso)
    case .heldThreshold:
      json.key("threshold_held")
      json.value(Value.boolean(true))
    case .explainedAbove:
      json.key("explained_above")
      json.value(Value.boolean(true))
    case .unseen:
      json.key("unseen")
      json.value(Value.boolean(true))
    }
  }
}
