import Foundation
import Synchronization

/// Standard input, which can be read once.
enum StandardInput {
  /// What it was read as.
  private static let role = Mutex<String?>(nil)

  /// Takes it to read something, such as `the mapping`.
  ///
  /// - Throws: `CommandFailure` when something else was read from it.
  @discardableResult
  static func take(as role: String) throws -> FileHandle {
    let before = Self.role.withLock { before in
      defer { before = before ?? role }
      return before
    }
    if before == role {
      throw CommandFailure.unreadable(
        "-: standard input can be read once; name a file for one of those that are \(role)")
    }
    if let before {
      throw CommandFailure.unreadable(
        "-: standard input cannot be both \(before) and \(role); name a file for one of them")
    }
    return .standardInput
  }
}
