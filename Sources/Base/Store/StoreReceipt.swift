/// The numbers that a commit was given.
package struct StoreReceipt: Hashable, Sendable {
  /// Numbers of its new events, without gaps to the commit before.
  package var sequences: Range<Int64>
  /// Positions of its changes, without gaps to the commit before.
  package var positions: Range<Int64>
}
