/// The members of a PostHog body, and of an event in it, that are read.
enum PostHogField: Int, MemberField {
  case event, distinctID, dollarDistinctID, properties, timestamp, uuid, offset, sentAt, camelSentAt
  case apiKey, token, batch, historicalMigration, set, setOnce

  static let keys = [
    "event", "distinct_id", "$distinct_id", "properties", "timestamp", "uuid", "offset", "sent_at",
    "sentAt", "api_key", "token", "batch", "historical_migration", "$set", "$set_once",
  ]
}

/// The members of a PostHog event's properties that mean something of their own.
enum PostHogProperty: Int, MemberField {
  case token, distinctID, anonymousID, alias, set, setOnce, groupKey, groupSet, insertID
  case hasProfile

  static let keys = [
    "token", "distinct_id", "$anon_distinct_id", "alias", "$set", "$set_once", "$group_key",
    "$group_set", "$insert_id", "$process_person_profile",
  ]
}
