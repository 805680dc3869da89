import StarlingEngine
import StarlingModel
import StarlingSegment

/// Answers about one person.
extension JSONWriter {
  mutating func value(_ answer: PersonSegments) {
    object { json in
      json.member("person", answer.person)
      json.member("at", answer.at)
      json.member("segments", answer.segments) { json, segment in
        json.object { json in
          json.member("name", segment.name)
          json.member("since", segment.since)
          json.key("next_flip")
          json.value(segment.nextFlip)
        }
      }
    }
  }

  mutating func value(_ flip: MembershipExplanation.NextFlip) {
    object { json in
      switch flip {
      case .at(let stamp): json.member("at", stamp)
      case .never: json.member("never", true)
      case .beyond(let stamp): json.member("beyond", stamp)
      }
    }
  }

  mutating func value(_ person: PersonProfile) {
    object { json in
      json.member("person", person.person)
      json.member("identifiers", person.identifiers) { $0.value($1) }
      json.member("first_seen", person.firstSeen)
      json.member("last_seen", person.lastSeen)
      json.member("events", person.eventCount)
      json.key("traits")
      json.object { json in
        for trait in person.traits {
          json.key(named: trait.path)
          json.object { json in
            json.key("value")
            json.value(trait.value)
            json.member("since", trait.since)
          }
        }
      }
      json.key("segments")
      json.value(person.segments)
    }
  }

  mutating func value(_ page: TimelinePage) {
    object { json in
      json.member("person", page.person)
      json.member("events", page.events) { json, event in
        json.object { json in
          json.member("at", event.at)
          json.member("type", event.kind.word)
          json.member("name", event.name)
          json.member("message_id", event.messageID)
          json.key("properties")
          json.object { json in
            for property in event.properties {
              json.key(named: property.path)
              json.value(property.value)
            }
          }
        }
      }
      json.member("next", page.next?.text)
    }
  }
}

extension EventKind {
  /// The word for it in the API.
  fileprivate var word: String {
    switch self {
    case .track: "track"
    case .page: "page"
    case .screen: "screen"
    case .identify: "identify"
    case .group: "group"
    case .alias: "alias"
    }
  }
}
