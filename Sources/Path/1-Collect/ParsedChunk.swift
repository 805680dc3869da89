import StarlingColumns

/// What one chunk of input became.
package struct ParsedChunk: Sendable {
  /// Position among all chunks of the import, from 0.
  package var sequence: Int
  /// The file as the user named it.
  package var file: String
  /// The events, in the order of their lines.
  package var batch: EventBatch
  /// Lines that were not taken, in order.
  package var rejections: [Rejection]
  /// Columns of a table with values that are not of the kind the plan names; mostly none.
  package var misfits: [ColumnMisfits] = []
  /// Lines read, blank ones and those too long to be held included.
  package var lines: Int
  /// Length of these lines, decompressed. Unit: bytes.
  package var bytes: Int
  /// Bytes of input read so far in the whole import, as they lie on disk.
  package var consumedBytes: Int
}
