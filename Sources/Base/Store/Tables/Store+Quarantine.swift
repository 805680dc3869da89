import GRDB

extension Store {
  /// Refused items, newest first.
  ///
  /// - Parameters:
  ///   - state: Only those in this state.
  ///   - reason: Only those refused for this reason.
  ///   - source: Only those of this source.
  ///   - id: Only older ones: the last one of the page before.
  package func quarantined(
    state: QuarantinedItem.State? = nil, reason: String? = nil, source: UInt32? = nil,
    before id: Int64? = nil, limit: Int
  ) throws(StoreError) -> [QuarantinedItem] {
    try database.read("list the quarantine") { database in
      try database.rows(
        """
        SELECT id, source, received_at, reason, detail, raw, state, endpoint FROM quarantine
        WHERE id < ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR reason = ?3)
          AND (?4 IS NULL OR source = ?4)
        ORDER BY id DESC LIMIT ?5
        """,
        [id ?? Int64.max, state?.rawValue, reason, source, max(0, limit)]
      ).map(QuarantinedItem.init)
    }
  }

  /// One refused item; `nil` when there is none of this number.
  package func quarantinedItem(_ id: Int64) throws(StoreError) -> QuarantinedItem? {
    try database.read("read quarantined item \(id)") { database in
      try database.rows(
        """
        SELECT id, source, received_at, reason, detail, raw, state, endpoint FROM quarantine
        WHERE id = ?
        """, [id]
      ).first.map(QuarantinedItem.init)
    }
  }

  /// How many open items there are, by reason.
  package func quarantineCounts() throws(StoreError) -> [String: Int] {
    try database.read("count the quarantine") { database in
      var counts: [String: Int] = [:]
      for row in try database.rows(
        "SELECT reason, count(*) FROM quarantine WHERE state = 0 GROUP BY reason")
      {
        counts[row[0]] = row[1]
      }
      return counts
    }
  }

  /// Notes what became of items; those that are not open any more stay as they are.
  ///
  /// - Returns: How many were open.
  @discardableResult
  package func closeQuarantined(
    _ ids: [Int64], as state: QuarantinedItem.State
  ) throws(StoreError) -> Int {
    try database.write("close quarantined items") { database in
      var closed = 0
      for id in ids {
        try database.run(
          "UPDATE quarantine SET state = ? WHERE id = ? AND state = 0", [state.rawValue, id])
        closed += database.changesCount
      }
      return closed
    }
  }
}
