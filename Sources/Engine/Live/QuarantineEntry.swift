import StarlingModel

/// Something that came in and could not be accepted.
package struct QuarantineEntry: Hashable, Sendable {
  /// Its number, from 1.
  package var id: Int64
  /// The source that sent it.
  package var source: UInt32
  /// When it came.
  package var receivedAt: Stamp
  /// Why it was refused, for programs.
  package var reason: String
  /// Why it was refused.
  package var detail: String
  /// What was sent.
  package var raw: [UInt8]
  /// What became of it.
  package var state: QuarantineState

  /// Puts the parts together.
  package init(
    id: Int64, source: UInt32, receivedAt: Stamp, reason: String, detail: String, raw: [UInt8],
    state: QuarantineState
  ) {
    self.id = id
    self.source = source
    self.receivedAt = receivedAt
    self.reason = reason
    self.detail = detail
    self.raw = raw
    self.state = state
  }
}
