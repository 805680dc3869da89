import GRDB
import StarlingColumns
import StarlingModel
import Synchronization

// A data directory:
//
//     lock               who uses it
//     starling.db        SQLite in WAL mode: the only copy of everything (StoreSchema)
//     ids/*.ids          which message ids were there; made anew from the log when lost
//     snapshots/*        states of the engine; made anew from the log when lost
//
// The store knows no timelines and no segments. It numbers events from 0 and changes from 1, both
// without gaps, and gives them back in that order.

/// The durable system of record: a commit that returned is on the disk and stays there.
package final class Store: Sendable {
  /// Where the data lies.
  package let directory: String
  /// How it was opened.
  package let options: StoreOptions
  /// Which message ids were there before.
  package let messageIDs: MessageIDIndex
  let database: StoreDatabase
  // Held during a commit: one at a time, in the order of the numbers.
  let writer: Mutex<StoreWriter>
  let idCache: Mutex<MessageIDCache>
  private let lock: Mutex<DirectoryLock?>

  /// Opens a data directory, which is made when it is not there.
  ///
  /// - Throws: `inUse`, `newerVersion`, `damaged` and the system's errors.
  package init(directory: String, options: StoreOptions = StoreOptions()) throws(StoreError) {
    self.directory = directory
    self.options = options
    try DirectoryFiles.make(directory)
    let lock = try DirectoryLock(directory: directory)
    let database = try StoreDatabase(path: directory + "/starling.db", options: options)
    let next = try database.read("read the progress") { database in
      try Row.fetchOne(database, sql: "SELECT next_sequence, next_position FROM progress").map {
        (sequence: $0[0] as Int64, position: $0[1] as Int64)
      }
    }
    guard let next else {
      throw StoreError(
        .damaged, place: database.path, "the table progress is empty; restore a backup")
    }
    let key = try Self.messageIDKey(database)
    try DirectoryFiles.make(directory + "/ids")
    self.database = database
    writer = Mutex(
      StoreWriter(
        nextSequence: next.sequence, nextPosition: next.position, level: options.commitLevel))
    idCache = Mutex(MessageIDCache(bytesMax: options.idCacheBytes))
    self.lock = Mutex(lock)
    messageIDs = try MessageIDIndex(
      directory: directory + "/ids", key: key, recentMax: options.recentIDsMax,
      log: MessageIDLog(database: database, end: next.sequence))
  }

  /// Number of the next event: that of events committed so far.
  package var nextSequence: Int64 { writer.withLock { $0.nextSequence } }

  /// Position of the next change.
  package var nextPosition: Int64 { writer.withLock { $0.nextPosition } }

  /// How far the changes reach.
  package func progress() throws(StoreError) -> StoreProgress {
    try database.read("read the progress") { database in
      let row = try Row.fetchOne(database, sql: "SELECT applied_sequence, clock FROM progress")
      return StoreProgress(
        appliedSequence: row?[0] ?? 0, clock: Stamp(milliseconds: row?[1] ?? Int64.min))
    }
  }

  /// Ends the use of the directory; others may open it from then on.
  package func close() throws(StoreError) {
    do { try database.pool.close() } catch {
      throw StoreError.wrapping(error, "close the database", place: database.path)
    }
    lock.withLock { $0 = nil }
  }

  /// The key of the data directory's hashes, drawn when it is made.
  private static func messageIDKey(_ database: StoreDatabase) throws(StoreError) -> SipHash.Key {
    let drawn = try SipHash.Key.drawn()
    let bytes = try database.write("keep the key of message ids") { database in
      try database.run(
        "INSERT OR IGNORE INTO meta VALUES ('message_id_key', ?)", [Blob(drawn.bytes)])
      return try Blob.fetchOne(
        database, sql: "SELECT value FROM meta WHERE name = 'message_id_key'")?.bytes
    }
    guard let bytes, let key = SipHash.Key(bytes) else {
      throw StoreError(
        .damaged, place: database.path, "the key of message ids is lost; restore a backup")
    }
    return key
  }
}
