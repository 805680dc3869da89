import StarlingModel

/// One event of a person in the codes of a timeline's vocabulary.
struct CodedEvent: Sendable {
  /// Screen calls that were sealed come back as page calls: a tile does not tell them apart.
  var kind: EventKind
  /// Unit: ms since 1970 UTC.
  var time: Int64
  /// Code of the event name; means nothing for identify, group and alias calls.
  var name: UInt32
  /// Properties or traits, each path once; codes of the path's values.
  var properties: [(path: UInt32, code: UInt32)]

  /// The list of a person's rows that the event belongs to; `nil` for calls that leave no row.
  var row: TiedRows.Kind? {
    switch kind {
    case .track, .page, .screen: .selectable
    case .identify: .identify
    case .group, .alias: nil
    }
  }
}

extension Tile {
  /// Everything that is known of one person, each kind of call in the order of its rows.
  ///
  /// A call that leaves no row shows only when it is the person's first, as a group call.
  ///
  /// - Complexity: O(events of the person × properties + event names).
  func codedEvents(_ person: Int) -> [CodedEvent] {
    var next = postings.map { $0.rows(person).lowerBound }
    var first = Int64.max
    var events: [CodedEvent] = []
    for row in all.rows(person) {
      let posting = Int(allNames[row])
      first = min(first, all.times[row])
      events.append(
        CodedEvent(
          kind: isPage(row) ? .page : .track, time: all.times[row], name: names[posting],
          properties: postings[posting].properties(next[posting])))
      next[posting] += 1
    }
    for row in traits.rows(person) {
      first = min(first, traits.times[row])
      events.append(
        CodedEvent(
          kind: .identify, time: traits.times[row], name: 0, properties: traits.properties(row)))
    }
    if firstSeen[person] < first {
      events.append(CodedEvent(kind: .group, time: firstSeen[person], name: 0, properties: []))
    }
    return events
  }
}

extension Posting {
  /// What a row has, as codes.
  fileprivate func properties(_ row: Int) -> [(path: UInt32, code: UInt32)] {
    var properties: [(path: UInt32, code: UInt32)] = []
    for column in columns {
      let code = column.codes[row]
      if code != 0 { properties.append((column.path, code)) }
    }
    return properties
  }
}
