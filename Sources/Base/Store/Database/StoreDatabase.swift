import GRDB

/// The one SQLite database of a data directory, set up so that a commit is on the disk when it
/// returns.
struct StoreDatabase: Sendable {
  /// The file.
  let path: String
  let pool: DatabasePool

  /// Opens or makes the database and brings it to this version.
  init(path: String, options: StoreOptions) throws(StoreError) {
    self.path = path
    var configuration = Configuration()
    configuration.label = "store"
    configuration.maximumReaderCount = options.readersMax
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA wal_autocheckpoint = \(options.checkpointPages)")
      try database.execute(sql: "PRAGMA journal_size_limit = \(options.journalBytesMax)")
    }
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { database in
        // GRDB sets NORMAL after `prepareDatabase`, which may lose the last commits with the power.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
        if level != 2 {
          throw StoreError(
            .io, place: path,
            "SQLite syncs at level \(level ?? -1) and not at 2, FULL;"
              + " use a SQLite that allows it")
        }
        try StoreSchema.migrate(database, place: path)
      }
    } catch { throw StoreError.wrapping(error, "open the database", place: path) }
  }

  /// Reads from a snapshot; writers go on meanwhile.
  func read<Result>(
    _ action: String, _ body: (Database) throws -> Result
  ) throws(StoreError) -> Result {
    do { return try pool.read(body) } catch {
      throw StoreError.wrapping(error, action, place: path)
    }
  }

  /// Writes in one transaction, which is on the disk when this returns, or leaves no trace.
  func write<Result>(
    _ action: String, _ body: (Database) throws -> Result
  ) throws(StoreError) -> Result {
    do {
      return try pool.writeWithoutTransaction { database in
        var result: Result?
        try database.inTransaction(.immediate) {
          result = try body(database)
          return .commit
        }
        guard let result else {
          throw StoreError(.io, place: path, "cannot \(action): the transaction did not run")
        }
        return result
      }
    } catch { throw StoreError.wrapping(error, action, place: path) }
  }
}

extension Database {
  /// Runs a statement that is prepared once.
  func run(_ sql: String, _ arguments: StatementArguments = []) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// The rows of a statement that is prepared once.
  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
    try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
  }
}
