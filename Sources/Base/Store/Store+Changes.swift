import GRDB
import StarlingModel

extension Store {
  /// Changes behind a position, oldest first.
  ///
  /// - Parameters:
  ///   - position: 0 begins at the beginning.
  ///   - limit: Most changes that are given.
  package func changes(after position: Int64, limit: Int) throws(StoreError) -> ChangePage {
    try page(
      """
      SELECT first_position, count, bytes FROM change_chunks WHERE first_position >=
        coalesce((SELECT max(first_position) FROM change_chunks WHERE first_position <= ?), 0)
      ORDER BY first_position
      """,
      from: position == .max ? .max : position + 1, limit: limit
    ) { changes in changes.drop { $0.position <= position } }
  }

  /// The changes at some positions, by position; those that are not there, or cannot be read, are
  /// left out. Positions near each other are cheap together.
  package func changes(at positions: [Int64]) throws(StoreError) -> [Int64: MembershipChange] {
    var found: [Int64: MembershipChange] = [:]
    var reached: Int64 = 0
    let wanted = Set(positions)
    for position in positions.sorted() where position > reached {
      reached = position
      for change in try changes(after: position - 1, limit: Self.nearbyMax).changes {
        reached = max(reached, change.position)
        if wanted.contains(change.position) { found[change.position] = change }
      }
    }
    return found
  }

  /// Changes that are read behind a wanted one, because others may be wanted too.
  private static let nearbyMax = 1_000

  /// Changes before a position, newest first.
  ///
  /// - Parameters:
  ///   - position: `Int64.max` begins at the end.
  ///   - limit: Most changes that are given.
  package func changes(before position: Int64, limit: Int) throws(StoreError) -> ChangePage {
    try page(
      """
      SELECT first_position, count, bytes FROM change_chunks WHERE first_position < ?
      ORDER BY first_position DESC
      """,
      from: position, limit: limit
    ) { changes in changes.reversed().drop { $0.position >= position } }
  }

  /// Gathers changes chunk by chunk until there are enough.
  private func page(
    _ sql: String, from position: Int64, limit: Int,
    _ select: ([MembershipChange]) -> ArraySlice<MembershipChange>
  ) throws(StoreError) -> ChangePage {
    try database.read("read changes") { database in
      var page = ChangePage()
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: sql), arguments: [position])
      while page.changes.count < limit, let row = try rows.next() {
        let first: Int64 = row[0]
        let count: Int = row[1]
        do throws(ChunkProblem) {
          let plain = try ChunkFrame.unwrap(
            (row[2] as Blob).bytes, kind: .changes, first: first, count: count)
          let changes = try ChangeColumns.read(plain, first: first, count: count)
          page.changes += select(changes).prefix(limit - page.changes.count)
        } catch {
          page.damages.append(
            ChunkDamage(log: .changes, numbers: first..<(first + Int64(count)), problem: error))
        }
      }
      return page
    }
  }
}
