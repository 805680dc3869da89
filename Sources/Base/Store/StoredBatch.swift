import StarlingColumns

/// A batch as it comes back from the log.
package struct StoredBatch: Sendable {
  /// Number of the event in its row 0; row r has `firstSequence + r`.
  package var firstSequence: Int64
  /// The events; rows before the asked for number are in its `known`, to be passed over.
  package var batch: AcceptedBatch
}
