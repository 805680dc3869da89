/// The members of a GA4 request that are read.
enum GA4Field: Int, MemberField {
  case client, appInstance, user, time, userProperties, events

  static let keys = [
    "client_id", "app_instance_id", "user_id", "timestamp_micros", "user_properties", "events",
  ]
}

/// The members of a GA4 event that are read.
enum GA4EventField: Int, MemberField {
  case name, params, time

  static let keys = ["name", "params", "timestamp_micros"]
}
