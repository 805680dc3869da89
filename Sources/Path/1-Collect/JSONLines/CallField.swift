/// The members of a Segment call that Starling reads; everything else on that level is passed over.
enum CallField: Int, CaseIterable {
  case type, event, userId, anonymousId, name, properties, traits, context
  case timestamp, originalTimestamp, sentAt, receivedAt, messageId, previousId, groupId, batch
  case writeKey
}

/// Where the members of one call lie on the tape; 0 for those that are missing or null.
struct CallPlaces {
  private var places = InlineArray<17, Int32>(repeating: 0)

  subscript(_ field: CallField) -> Int {
    get { Int(places[field.rawValue]) }
    // Safe: a tape has at most a word for each byte of a line, fewer than 2^31.
    set { places[field.rawValue] = Int32(truncatingIfNeeded: newValue) }
  }

  /// Whether the member is there and not null.
  func has(_ field: CallField) -> Bool { places[field.rawValue] != 0 }
}
