/// Keys and sources.
extension JSONWriter {
  mutating func value(_ record: KeyRecord, secret: String? = nil) {
    object { json in
      json.member("id", record.id)
      json.member("name", record.name)
      json.member("scopes", record.scopes.words) { $0.value($1) }
      json.member("prefix", record.prefix)
      json.member("created", record.created)
      json.member("revoked", record.revoked)
      json.member("last_used", record.lastUsed)
      if let secret { json.member("key", secret) }
    }
  }

  mutating func value(_ record: SourceRecord, secret: String? = nil) {
    object { json in
      json.member("id", record.id)
      json.member("name", record.name)
      json.member("kind", record.kind.rawValue)
      json.member("prefix", record.prefix)
      json.member("created", record.created)
      json.member("disabled", record.disabled)
      if let limits = record.limits {
        json.key("limits")
        json.raw(limits)
      }
      if let mapping = record.mapping {
        json.key("mapping")
        json.raw(mapping)
      }
      if let secret { json.member("write_key", secret) }
    }
  }
}
