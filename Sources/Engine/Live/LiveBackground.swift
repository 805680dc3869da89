import StarlingStore

/// Something that is done beside the loop, for logs and metrics.
package enum LiveBackground: Sendable {
  /// A snapshot was written, of all events before a number.
  case snapshot(sequence: Int64, nanoseconds: Int64)
  /// Work could not be done; it is tried again later, and nothing is lost by it.
  case failed(String, StoreError)
}
