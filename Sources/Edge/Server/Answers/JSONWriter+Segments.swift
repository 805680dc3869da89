import StarlingEngine

/// Answers about segments.
extension JSONWriter {
  mutating func value(_ list: SegmentList) {
    object { json in
      json.member("at", list.at)
      json.member("people", list.people)
      json.member("segments", list.segments) { $0.value($1) }
    }
  }

  mutating func value(_ segment: SegmentSummary) {
    object { json in
      json.member("name", segment.name)
      json.member("title", segment.title)
      json.member("description", segment.description)
      json.member("expression", segment.expression)
      json.member("at", segment.at)
      json.member("count", segment.count)
      json.member("share", Self.share(segment.count, of: segment.people))
      json.member("version", segment.version)
      json.member("backfilling", segment.isBackfilling)
    }
  }

  mutating func value(_ hours: [HourlyCount], of segment: String) {
    object { json in
      json.member("segment", segment)
      json.member("hours", hours) { json, hour in
        json.object { json in
          json.member("hour", hour.hour)
          json.member("count", hour.count)
        }
      }
    }
  }

  mutating func value(_ page: MemberPage, of segment: String) {
    object { json in
      json.member("segment", segment)
      json.member("at", page.at)
      json.member("count", page.count)
      json.member("members", page.members) { json, member in
        json.object { json in
          json.member("person", member.person)
          json.member("since", member.since)
        }
      }
      json.member("next", page.next?.text)
    }
  }

  mutating func value(_ answer: PreviewAnswer) {
    object { json in
      json.member("at", answer.at)
      json.member("count", answer.count)
      json.member("people", answer.people)
      json.member("share", Self.share(answer.count, of: answer.people))
      json.member("sample", answer.sample) { $0.value($1) }
      json.member("warnings", answer.warnings) { $0.value($1) }
    }
  }

  mutating func value(_ table: OverlapTable) {
    object { json in
      json.member("at", table.at)
      json.member("people", table.people)
      json.member("segments", table.segments) { $0.value($1) }
      json.member("counts", table.counts) { json, row in json.list(row) { $0.value($1) } }
    }
  }

  private static func share(_ count: Int, of people: Int) -> Double {
    people == 0 ? 0 : Double(count) / Double(people)
  }
}
