/// Where sources are kept.
package protocol SourceStorage: Sendable {
  /// All sources, disabled ones included, by number.
  func sources() async throws -> [SourceRecord]
  /// Keeps a new source and gives it its number; the number in `record` is not looked at.
  func addSource(_ record: SourceRecord) async throws -> SourceRecord
  /// Replaces everything that is kept of the source with the record's number.
  func replaceSource(_ record: SourceRecord) async throws
}
