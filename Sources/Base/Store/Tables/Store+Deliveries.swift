import GRDB
import StarlingModel

extension Store {
  /// Keeps a new target, which will be told of changes behind `cursor`.
  package func addTarget(settings: String, cursor: Int64) throws(StoreError) -> StoredTarget {
    try database.write("keep the target") { database in
      try database.run(
        "INSERT INTO delivery_targets (settings, cursor) VALUES (?, ?)", [settings, cursor])
      return StoredTarget(id: database.lastInsertedRowID, settings: settings, cursor: cursor)
    }
  }

  /// All targets that were not removed, oldest first.
  package func targets() throws(StoreError) -> [StoredTarget] {
    try database.read("list the targets") { database in
      try database.rows(
        "SELECT id, settings, cursor FROM delivery_targets WHERE removed_at IS NULL ORDER BY id"
      ).map { StoredTarget(id: $0[0], settings: $0[1], cursor: $0[2]) }
    }
  }

  /// Replaces the settings of a target.
  ///
  /// - Returns: Whether it is there.
  package func updateTarget(_ id: Int64, settings: String) throws(StoreError) -> Bool {
    try database.write("change the target \(id)") { database in
      try database.run(
        "UPDATE delivery_targets SET settings = ? WHERE id = ? AND removed_at IS NULL",
        [settings, id])
      return database.changesCount > 0
    }
  }

  /// Removes a target and its deliveries; its settings, which hold a secret, are forgotten.
  ///
  /// - Returns: Whether it was there.
  package func removeTarget(_ id: Int64, at now: Stamp) throws(StoreError) -> Bool {
    try database.write("remove the target \(id)") { database in
      try database.run(
        """
        UPDATE delivery_targets SET removed_at = ?, settings = '' WHERE id = ?
          AND removed_at IS NULL
        """,
        [now.milliseconds, id])
      let wasThere = database.changesCount > 0
      try database.run("DELETE FROM deliveries WHERE target = ?", [id])
      return wasThere
    }
  }

  /// Makes changes of the state of deliveries durable in one synced transaction of their own.
  ///
  /// Unlike a commit it leaves message ids alone, so it may run while others prepare one.
  package func save(_ updates: [DeliveryUpdate]) throws(StoreError) {
    try database.write("note \(updates.count) changes of deliveries") { database in
      for update in updates { try update.apply(database) }
    }
  }

  /// Deliveries of a target that are not done, by position.
  ///
  /// - Parameters:
  ///   - isDead: Whether those that were given up are wanted, or the others; `nil` for both.
  ///   - position: Only those behind it: the last one of the page before.
  package func deliveries(
    target: Int64, isDead: Bool? = nil, after position: Int64 = 0, limit: Int
  ) throws(StoreError) -> [StoredDelivery] {
    try database.read("list the deliveries") { database in
      try database.rows(
        """
        SELECT target, position, attempts, next_attempt_at, is_dead, problem FROM deliveries
        WHERE target = ?1 AND position > ?2 AND (?3 IS NULL OR is_dead = ?3)
        ORDER BY position LIMIT ?4
        """,
        [target, position, isDead, max(0, limit)]
      ).map(StoredDelivery.init)
    }
  }
}
