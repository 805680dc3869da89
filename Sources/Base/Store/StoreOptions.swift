/// How a store is opened; the defaults are right for a server.
package struct StoreOptions: Sendable {
  /// Connections that read at the same time.
  package var readersMax = 8
  /// Pages of 4 KiB in the write-ahead log before a commit moves them into the database, which
  /// takes it some ms for each thousand.
  package var checkpointPages = 1_000
  /// Length to which the write-ahead log is cut after that. Unit: bytes.
  package var journalBytesMax = 64 << 20
  /// Level of Zstandard for what is committed: 1 is quick.
  package var commitLevel: Int32 = 1
  /// Level of Zstandard for chunks that are merged in the background.
  package var mergeLevel: Int32 = 3
  /// Columns of a chunk, uncompressed, at which the next one begins. Unit: bytes.
  package var chunkBytes = 4 << 20
  /// Most events of a chunk that was merged from small ones.
  package var mergedEventsMax = 65_536
  /// Message ids in memory before they become a file.
  package var recentIDsMax = 512 << 10
  /// Memory for decoded message ids of old events. Unit: bytes.
  package var idCacheBytes = 16 << 20

  /// The defaults.
  package init() {}
}
