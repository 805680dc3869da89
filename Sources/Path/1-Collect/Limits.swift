/// Every bound on what one import may hold in memory or accept, with its reason.
package enum Limits {
  /// Longest line (JSON Lines) or record (CSV) that is read. Unit: bytes.
  ///
  /// The largest real single calls are 32 KB (Segment) and whole batches 500 KB; one mebibyte
  /// takes a batch on one line. With two parser threads the worst line costs 2 x (2 MiB of chunk
  /// + 10 MiB of parser buffers).
  package static let lineBytesMax = 1 << 20
  /// Size at which a chunk is cut at the next record end. Unit: bytes.
  ///
  /// About 3,500 events: enough that the cost per chunk vanishes, small enough that its tables
  /// stay in the second-level cache.
  package static let chunkBytes = 1 << 20
  /// Deepest nesting of a JSON line; real calls stay below 10, and recursion follows this.
  package static let depthMax = 64
  /// Most properties of one event, context included. Analytics products stop at 25 to 2,000.
  package static let propertiesPerEventMax = 1_024
  /// Longest identifier of a person, event name or message id. Unit: bytes.
  ///
  /// The Segment specification allows message ids of 100 characters.
  package static let identifierBytesMax = 1_024
  /// How much of a rejected line is kept for the quarantine. Unit: bytes.
  ///
  /// With `lineBytesMax` above, a chunk of bad lines never holds more raw text than its own size.
  package static let quarantineRawBytes = 64 << 10
  /// Most columns of a CSV file.
  package static let columnsMax = 4_096
  /// Size of the window that a Zstandard frame may ask for, as a power of two: 2^27 = 128 MiB,
  /// the default of the `zstd` program.
  package static let zstdWindowLog: Int32 = 27
}
