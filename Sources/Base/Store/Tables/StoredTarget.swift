/// Somebody who is told about changes, as it is kept.
package struct StoredTarget: Hashable, Sendable {
  /// Its number, given by the store and never used again: part of every delivery's id.
  package var id: Int64
  /// Address, filters, secret and limits as JSON; the store does not look into it.
  package var settings: String
  /// Changes up to this position are delivered or have rows of their own.
  package var cursor: Int64
}
