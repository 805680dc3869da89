import StarlingColumns
import StarlingModel

/// One event of a person as a value, for showing.
package struct PersonEvent: Hashable, Sendable {
  /// What kind of call it was, as far as the timeline tells them apart.
  package enum Kind: String, Hashable, Sendable {
    case identify, track, page
  }

  /// The kind of call.
  package var kind: Kind
  /// When it happened.
  package var at: Stamp
  /// Empty for identify calls.
  package var name: String
  /// Traits for identify calls.
  package var properties: [PropertyPath: Value]
  /// Number of the session it belongs to, from 1; `nil` for identify calls.
  package var session: Int?
  /// Arrival number; 0 in timelines that keep none.
  package var sequence: UInt32
}

extension Timeline {
  /// What a person did, in order; at equal times identify calls come first.
  ///
  /// - Complexity: O(events of the person × properties).
  package func events(ofPerson person: Int) -> [PersonEvent] {
    let (tile, row) = place(ofPerson: person)
    let traits = tile.traits.rows(row).map { row in
      PersonEvent(
        kind: .identify, at: Stamp(milliseconds: tile.traits.times[row]), name: "",
        properties: properties(tile.traits, row), session: nil,
        sequence: tile.sequence(ofTraits: row))
    }
    var events: [PersonEvent] = []
    var taken = 0
    for event in selectable(tile, row) {
      while taken < traits.count && traits[taken].at <= event.at {
        events.append(traits[taken])
        taken += 1
      }
      events.append(event)
    }
    return events + traits[taken...]
  }

  private func selectable(_ tile: Tile, _ person: Int) -> [PersonEvent] {
    var next = tile.postings.map { $0.rows(person).lowerBound }
    let sessions = Int(tile.sessions.starts[person])..<Int(tile.sessions.starts[person + 1])
    var session = sessions.lowerBound
    return tile.all.rows(person).map { row in
      while session < sessions.upperBound && tile.sessions.firstRows[session] <= UInt32(row) {
        session += 1
      }
      let posting = Int(tile.allNames[row])
      defer { next[posting] += 1 }
      return PersonEvent(
        kind: tile.isPage(row) ? .page : .track, at: Stamp(milliseconds: tile.all.times[row]),
        name: vocabulary.names.string(tile.names[posting]),
        properties: properties(tile.postings[posting], next[posting]),
        session: session - sessions.lowerBound, sequence: tile.sequence(ofRow: row))
    }
  }

  private func properties(_ posting: Posting, _ row: Int) -> [PropertyPath: Value] {
    posting.columns.reduce(into: [:]) { properties, column in
      let value = vocabulary.values[Int(column.path)].value(column.codes[row])
      properties[PropertyPath(key: vocabulary.paths.string(column.path))] = value
    }
  }
}
