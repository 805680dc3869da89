import StarlingModel

/// The log of membership changes of a running engine, as far as it is committed.
package protocol ChangeFeed: Sendable {
  /// Changes behind a position, oldest first.
  ///
  /// - Parameters:
  ///   - after: The position of the last change that is known; 0 = from the beginning.
  ///   - limit: Changes at most. A page may have fewer, none even, though the log goes on, when the
  ///     filter leaves much out: `next` says how far the page has come.
  func page(
    after: Int64, limit: Int, filter: ChangeFilter
  ) async throws(QueryProblem) -> ChangePage
  /// The latest position of the log each time that it grew; several steps may be told as one. Ends
  /// when the engine stops.
  func positions() -> AsyncStream<Int64>
}
