import GRDB
import StarlingModel

extension Store {
  /// Keeps a new version of the definitions.
  ///
  /// - Returns: The version with its number, one above the latest.
  package func addDefinitionVersion(
    at now: Stamp, author: String, text: String, summary: String
  ) throws(StoreError) -> DefinitionVersion {
    try database.write("keep the definitions") { database in
      let last = try Int64.fetchOne(
        database, sql: "SELECT max(version) FROM definition_versions")
      let made = DefinitionVersion(
        version: (last ?? 0) + 1, at: now, author: author, text: text, summary: summary)
      try made.insert(database)
      return made
    }
  }

  /// The definitions in force: the latest version; `nil` before the first.
  package func latestDefinitions() throws(StoreError) -> DefinitionVersion? {
    try definitionVersions(before: nil, limit: 1).first
  }

  /// One version; `nil` when there is none of this number.
  package func definitions(version: Int64) throws(StoreError) -> DefinitionVersion? {
    try definitionVersions(before: version + 1, limit: 1).first { $0.version == version }
  }

  /// Versions, newest first.
  ///
  /// - Parameter version: Only older ones: the last one of the page before.
  package func definitionVersions(
    before version: Int64?, limit: Int
  ) throws(StoreError) -> [DefinitionVersion] {
    try database.read("list the definitions") { database in
      try database.rows(
        """
        SELECT version, at, author, text, summary FROM definition_versions WHERE version < ?
        ORDER BY version DESC LIMIT ?
        """, [version ?? Int64.max, max(0, limit)]
      ).map {
        DefinitionVersion(
          version: $0[0], at: Stamp(milliseconds: $0[1]), author: $0[2], text: $0[3],
          summary: $0[4])
      }
    }
  }
}

extension DefinitionVersion {
  /// Keeps the version.
  func insert(_ database: Database) throws {
    try database.run(
      "INSERT INTO definition_versions VALUES (?, ?, ?, ?, ?)",
      [version, at.milliseconds, author, text, summary])
  }
}
