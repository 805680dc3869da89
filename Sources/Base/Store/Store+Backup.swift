import GRDB
import StarlingColumns

extension Store {
  /// Copies everything into a directory, consistent as of one instant; commits go on meanwhile.
  ///
  /// What can be derived (ids, snapshots) is left out; a restored directory makes it anew.
  ///
  /// - Parameter target: A directory that is made, or is there and empty.
  /// - Throws: `conflict` when it holds something; `full` when the disk does not have the room.
  package func backup(to target: String) throws(StoreError) {
    try Self.backup(of: directory, to: target)
  }

  /// Copies a data directory that any process may have open, this one or another: the copy only
  /// reads, as of one instant of SQLite's log, so it needs no lock and holds nobody up.
  ///
  /// - Throws: As the method; `missing` when there is no data directory; `newerVersion`.
  package static func backup(of directory: String, to target: String) throws(StoreError) {
    let source = directory + "/starling.db"
    if !DirectoryFiles.exists(source) {
      throw StoreError(
        .missing, place: source, "there is nothing to copy; name a data directory")
    }
    try DirectoryFiles.make(target)
    if try !DirectoryFiles.names(in: target).isEmpty {
      throw StoreError(
        .conflict, place: target, "it is not empty; name a directory that is not there yet")
    }
    let needed = try databaseBytes(source)
    let free = try DirectoryFiles.freeBytes(at: target)
    if free < needed {
      throw StoreError(
        .full, place: target,
        "\(free) bytes are free and the backup takes up to \(needed); free space or name another"
          + " disk")
    }
    let path = target + "/starling.db"
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let from = try DatabaseQueue(path: source, configuration: configuration)
      try from.read { try refuseUnknown($0, source) }
      let copy = try DatabaseQueue(path: path)
      try from.backup(to: copy)
      try copy.close()
      try from.close()
    } catch { throw StoreError.wrapping(error, "write the backup", place: path) }
    try OpenFile(path, for: .reading).sync()
    try DirectoryFiles.sync(target)
  }

  /// Size of a database with its log. Unit: bytes.
  private static func databaseBytes(_ path: String) throws(StoreError) -> Int64 {
    let log = path + "-wal"
    let logBytes = DirectoryFiles.exists(log) ? try DirectoryFiles.byteCount(of: log) : 0
    return try DirectoryFiles.byteCount(of: path) + logBytes
  }

  /// Makes a data directory from a backup.
  ///
  /// - Parameters:
  ///   - backup: A directory that `backup` wrote.
  ///   - directory: A directory that is made, or is there and empty.
  /// - Throws: `missing`, `damaged` or `newerVersion` for what is no sound backup; `conflict` when
  ///   the directory holds something.
  package static func restore(
    from backup: String, to directory: String
  ) throws(StoreError) {
    let source = backup + "/starling.db"
    if !DirectoryFiles.exists(source) {
      throw StoreError(
        .missing, place: source, "there is no backup; name the directory that `backup` wrote")
    }
    try DirectoryFiles.make(directory)
    if try !DirectoryFiles.names(in: directory).isEmpty {
      throw StoreError(
        .conflict, place: directory, "it is not empty; name a directory that is not there yet")
    }
    let unfinished = directory + "/restoring.tmp"
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let from = try DatabaseQueue(path: source, configuration: configuration)
      try from.read { try refuseUnsound($0, source) }
      let copy = try DatabaseQueue(path: unfinished)
      try from.backup(to: copy)
      try copy.close()
      try from.close()
    } catch { throw StoreError.wrapping(error, "restore", place: source) }
    try OpenFile(unfinished, for: .reading).sync()
    try DirectoryFiles.move(unfinished, to: directory + "/starling.db")
  }

  private static func refuseUnknown(_ database: Database, _ source: String) throws {
    let version = try StoreSchema.version(of: database)
    if version == 0 || version > StoreSchema.version {
      throw StoreError(
        version == 0 ? .damaged : .newerVersion, place: source,
        "it has version \(version) of the data format and this program knows 1 to"
          + " \(StoreSchema.version); use the program that wrote it")
    }
  }

  private static func refuseUnsound(_ database: Database, _ source: String) throws {
    try refuseUnknown(database, source)
    let problems = try String.fetchAll(database, sql: "PRAGMA quick_check(1)").filter { $0 != "ok" }
    if let problem = problems.first {
      throw StoreError(
        .damaged, place: source, "SQLite finds it damaged: \(problem); use an older backup")
    }
  }
}
