import ArgumentParser
import StarlingModel

/// Instants as arguments.
enum Instant {
  /// What help texts say about them.
  static let form = "such as 2026-03-02 or 2026-03-02T12:00:00Z"

  /// Reads an instant.
  ///
  /// - Throws: `ValidationError` for anything else.
  @Sendable
  static func read(_ text: String) throws -> Stamp {
    if let stamp = Stamp(iso: text) { return stamp }
    throw ValidationError("'\(text)' is no instant; write one \(form)")
  }
}
