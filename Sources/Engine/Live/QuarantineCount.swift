/// How many open entries there are for a reason and a source.
package struct QuarantineCount: Hashable, Sendable {
  /// Why they were refused.
  package var reason: String
  /// Who sent them.
  package var source: UInt32
  /// How many.
  package var count: Int

  /// Puts the parts together.
  package init(
    reason: String, source: UInt32, count: Int
  ) {
    self.reason = reason
    self.source = source
    self.count = count
  }
}
