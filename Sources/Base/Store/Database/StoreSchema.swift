import GRDB

/// The tables of the database, version by version.
///
/// Plain steps with a number in `meta` instead of GRDB's migrator: the number also refuses a
/// newer directory, before anything in it is touched, and there is one place to look it up.
enum StoreSchema {
  /// The version that this program writes; the number of steps.
  static var version: Int { steps.count }

  /// What leads from version n to n + 1. Released steps never change.
  private static let steps: [String] = [
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
    CREATE TABLE progress (
      only INTEGER PRIMARY KEY CHECK (only = 0),
      next_sequence INTEGER NOT NULL, next_position INTEGER NOT NULL,
      applied_sequence INTEGER NOT NULL, clock INTEGER NOT NULL);
    INSERT INTO progress VALUES (0, 0, 1, 0, \(Int64.min));
    CREATE TABLE chunks (
      first_sequence INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes BLOB NOT NULL);
    CREATE TABLE change_chunks (
      first_position INTEGER PRIMARY KEY, count INTEGER NOT NULL, bytes BLOB NOT NULL);
    CREATE TABLE quarantine (
      id INTEGER PRIMARY KEY AUTOINCREMENT, source INTEGER NOT NULL, received_at INTEGER NOT NULL,
      reason TEXT NOT NULL, detail TEXT NOT NULL, raw BLOB NOT NULL, state INTEGER NOT NULL);
    CREATE INDEX quarantine_reason ON quarantine (state, reason, id);
    CREATE TABLE api_keys (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, scopes INTEGER NOT NULL,
      prefix TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL,
      revoked_at INTEGER, last_used_at INTEGER);
    CREATE INDEX api_keys_prefix ON api_keys (prefix);
    CREATE TABLE sources (
      id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
      key_prefix TEXT NOT NULL, key_hash BLOB NOT NULL UNIQUE, settings TEXT NOT NULL,
      created_at INTEGER NOT NULL, disabled_at INTEGER);
    CREATE TABLE definition_versions (
      version INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,
      summary TEXT NOT NULL);
    CREATE TABLE delivery_targets (
      id INTEGER PRIMARY KEY AUTOINCREMENT, settings TEXT NOT NULL, cursor INTEGER NOT NULL,
      removed_at INTEGER);
    CREATE TABLE deliveries (
      target INTEGER NOT NULL, position INTEGER NOT NULL, attempts INTEGER NOT NULL,
      next_attempt_at INTEGER NOT NULL, is_dead INTEGER NOT NULL, problem TEXT NOT NULL,
      PRIMARY KEY (target, position)) WITHOUT ROWID;
    CREATE TABLE segment_counts (
      segment TEXT NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (segment, hour)) WITHOUT ROWID;
    """,
    """
    ALTER TABLE quarantine ADD COLUMN endpoint TEXT NOT NULL DEFAULT '';
    """,
  ]

  /// Brings a database to this version.
  ///
  /// - Throws: `StoreError.Code.newerVersion` when it is beyond it.
  static func migrate(_ database: Database, place: String) throws {
    let found = try version(of: database)
    if found > version {
      throw StoreError(
        .newerVersion, place: place,
        "it has version \(found) of the data format and this program knows version \(version);"
          + " start it with the program that wrote it, or a newer one")
    }
    for step in found..<version {
      try database.inTransaction(.immediate) {
        try database.execute(sql: steps[step])
        try database.execute(
          sql: "INSERT OR REPLACE INTO meta VALUES ('format', ?)", arguments: [step + 1])
        return .commit
      }
    }
  }

  /// The version of a database; 0 of an empty one.
  static func version(of database: Database) throws -> Int {
    if try !database.tableExists("meta") { return 0 }
    return try Int.fetchOne(database, sql: "SELECT value FROM meta WHERE name = 'format'") ?? 0
  }
}
