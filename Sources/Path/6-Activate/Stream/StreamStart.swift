/// Where a reader of the stream begins, as it says itself.
package enum StreamStart {
  /// The position after which to begin.
  ///
  /// - Parameters:
  ///   - lastEventID: The header Last-Event-ID, which browsers send when they come back. It counts
  ///     more than `after`, because a browser repeats the address of its first request.
  ///   - after: The query parameter.
  ///   - end: Position of the last change: where those begin who say nothing.
  /// - Returns: `nil` for a text that is no position.
  package static func position(lastEventID: String?, after: String?, end: Int64) -> Int64? {
    // An empty Last-Event-ID means that none came yet.
    guard let text = lastEventID.flatMap({ $0.isEmpty ? nil : $0 }) ?? after else { return end }
    guard text.utf8.count <= 19, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let position = Int64(text)
    else { return nil }
    return position
  }
}
