import GRDB
import StarlingModel

extension Store {
  private static let keyColumns =
    "id, name, scopes, prefix, hash, created_at, revoked_at, last_used_at"

  /// Keeps a new key.
  ///
  /// - Returns: The key with its number.
  /// - Throws: `conflict` when a key of this hash is there.
  package func addAPIKey(_ key: StoredAPIKey) throws(StoreError) -> StoredAPIKey {
    try database.write("keep the key") { database in
      try database.run(
        "INSERT INTO api_keys (name, scopes, prefix, hash, created_at) VALUES (?, ?, ?, ?, ?)",
        [key.name, key.scopes.rawValue, key.prefix, Blob(key.hash), key.createdAt.milliseconds])
      var kept = key
      kept.id = database.lastInsertedRowID
      return kept
    }
  }

  /// All keys, revoked ones included, oldest first.
  package func apiKeys() throws(StoreError) -> [StoredAPIKey] {
    try database.read("list the keys") { database in
      try database.rows("SELECT \(Self.keyColumns) FROM api_keys ORDER BY id")
        .map(StoredAPIKey.init)
    }
  }

  /// The keys that begin like this and are not revoked; the caller compares their hashes.
  package func apiKeys(prefix: String) throws(StoreError) -> [StoredAPIKey] {
    try database.read("look a key up") { database in
      try database.rows(
        """
        SELECT \(Self.keyColumns) FROM api_keys WHERE prefix = ? AND revoked_at IS NULL
        """, [prefix]
      ).map(StoredAPIKey.init)
    }
  }

  /// Revokes a key.
  ///
  /// - Returns: Whether it was there and valid.
  package func revokeAPIKey(_ id: Int64, at now: Stamp) throws(StoreError) -> Bool {
    try database.write("revoke the key \(id)") { database in
      try database.run(
        "UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
        [now.milliseconds, id])
      return database.changesCount > 0
    }
  }

  /// Notes when keys were used last, by their numbers; gather some minutes' worth.
  package func noteAPIKeyUse(_ uses: [Int64: Stamp]) throws(StoreError) {
    try database.write("note the use of keys") { database in
      for (id, stamp) in uses {
        try database.run(
          "UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?",
          [stamp.milliseconds, id])
      }
    }
  }
}
