import GRDB
import StarlingModel

extension Store {
  /// Keeps a new source.
  ///
  /// - Returns: The source with its number.
  /// - Throws: `conflict` when its name or key is taken.
  package func addSource(_ source: StoredSource) throws(StoreError) -> StoredSource {
    try database.write("keep the source \(source.name)") { database in
      try database.run(
        """
        INSERT INTO sources (name, kind, key_prefix, key_hash, settings, created_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          source.name, source.kind, source.keyPrefix, Blob(source.keyHash), source.settings,
          source.createdAt.milliseconds,
        ])
      var kept = source
      kept.id = UInt32(clamping: database.lastInsertedRowID)
      return kept
    }
  }

  /// All sources, disabled ones included, oldest first.
  package func sources() throws(StoreError) -> [StoredSource] {
    try database.read("list the sources") { database in
      try database.rows(
        """
        SELECT id, name, kind, key_prefix, key_hash, settings, created_at, disabled_at
        FROM sources ORDER BY id
        """
      ).map(StoredSource.init)
    }
  }

  /// Replaces all of a source but its number and when it was made.
  ///
  /// - Throws: `missing` when there is none of this number; `conflict` as for a new one.
  package func updateSource(_ source: StoredSource) throws(StoreError) {
    try database.write("change the source \(source.name)") { database in
      try database.run(
        """
        UPDATE sources SET name = ?, kind = ?, key_prefix = ?, key_hash = ?, settings = ?,
          disabled_at = ? WHERE id = ?
        """,
        [
          source.name, source.kind, source.keyPrefix, Blob(source.keyHash), source.settings,
          source.disabledAt?.milliseconds, source.id,
        ])
      if database.changesCount == 0 {
        throw StoreError(
          .missing, place: self.database.path,
          "there is no source \(source.id); list the sources to see their numbers")
      }
    }
  }
}
