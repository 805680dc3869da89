#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The outside world failed while events were collected: a file is missing, a disk is full, a
/// compressed file ends too early. Bad lines are no errors; they are `Rejection`s.
package struct CollectError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What failed.
  package enum Code: Hashable, Sendable {
    /// No file has this name, or none fits this pattern.
    case missingFile
    /// The system refused to open, read or write.
    case system
    /// A gzip or Zstandard stream is damaged or ends too early.
    case damagedStream
    /// A mapping or a header does not make sense.
    case badMapping
    /// A file that is going to be written is also read.
    case badTarget
    /// A limit of this program was reached.
    case limit
  }

  /// What failed, for callers that branch on it.
  package var code: Code
  /// The file or pattern, as the user gave it.
  package var place: String
  /// What happened to it and how to remedy that, one sentence.
  package var message: String

  /// States what happened to `place`.
  package init(_ code: Code, place: String, _ message: String) {
    self.code = code
    self.place = place
    self.message = message
  }

  /// Place and message, as shown to people.
  package var description: String { "\(place): \(message)" }

  /// The error that a system call just left in `errno`.
  ///
  /// - Parameter remedy: What to do about it, where that is known.
  static func system(
    _ action: String, place: String, number: Int32, remedy: String? = nil
  ) -> CollectError {
    // Safe: strerror returns a NUL-terminated string of the C library.
    let reason = unsafe String(cString: strerror(number))
    let end = remedy.map { "; \($0)" } ?? ""
    return CollectError(.system, place: place, "cannot \(action): \(reason)\(end)")
  }
}
