import StarlingModel

extension EventBatch {
  /// The event of a row as a value, for tests and for showing single events.
  ///
  /// - Complexity: O(properties of the row + joins of the batch).
  package func event(_ row: Int) -> Event {
    var event = Event(
      kind: kinds[row], name: names.string(eventNames[row]),
      person: identifiers.string(persons[row]), stamp: Stamp(milliseconds: stamps[row]),
      messageID: String(decoding: messageIDBytes[messageIDRange(row)], as: UTF8.self))
    event.joined = joins.first { $0.row == UInt32(row) }.map { identifiers.string($0.identifier) }
    for entry in (row == 0 ? 0 : propertyEnds[row - 1])..<propertyEnds[row] {
      let property = properties[Int(propertyPaths[entry])]
      event.properties[PropertyPath(key: property.key)] =
        property.values.value(propertyCodes[entry])
    }
    return event
  }

  /// All events as values.
  package var events: [Event] { (0..<count).map { event($0) } }
}
