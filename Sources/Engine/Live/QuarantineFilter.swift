/// Which entries of the quarantine are meant.
package struct QuarantineFilter: Hashable, Sendable {
  /// Only those refused for this reason.
  package var reason: String?
  /// Only those of this source.
  package var source: UInt32?
  /// Only those in this state.
  package var state: QuarantineState?

  /// Puts the parts together.
  package init(
    reason: String? = nil, source: UInt32? = nil, state: QuarantineState? = nil
  ) {
    self.reason = reason
    self.source = source
    self.state = state
  }
}
