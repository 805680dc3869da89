import StarlingStore

/// Something that is done beside the loop, for logs and metrics.
package enum LiveBackground: Sendable {
  /// A snapshot was written, of all events before a number.
  case snapshot(sequence: Int64, nanoseconds: Int64)
  /// Definitions came into force, so long after the loop heard of them; it was held up for so long
  /// at most at a time, and by the step that put them into force.
  case definitions(
    version: Int, nanoseconds: Int64, longestNanoseconds: Int64, lastNanoseconds: Int64)
  /// Small chunks became large ones: so many fewer.
  case merged(chunks: Int)
  /// The disk has less free space than is kept in reserve: no events are taken. Unit: bytes.
  case spaceRanOut(free: Int64, reserve: Int64)
  /// The disk has space again: events are taken. Unit: bytes.
  case spaceIsBack(free: Int64)
  /// Work could not be done; it is tried again later, and nothing is lost by it.
  case failed(String, StoreError)
}
