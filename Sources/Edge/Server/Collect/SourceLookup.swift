/// Finds the source that a write key belongs to.
package protocol SourceLookup: Sendable {
  /// The source of a write key; `nil` when no source has it.
  ///
  /// Asked for every request, so it answers from memory.
  func source(writeKey: String) async throws -> CollectSource?
  /// The same without waiting; `nil` too when that is not possible.
  func known(writeKey: String) -> CollectSource?
}

extension SourceLookup {
  /// Nobody.
  package func known(writeKey: String) -> CollectSource? { nil }
}
