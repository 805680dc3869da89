import Foundation

/// The checkout that the tests belong to.
enum Checkout {
  /// A file by its path in the repository.
  static func path(_ relative: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: relative).path
  }

  /// Whether tests write what comes out instead of comparing it.
  static var isRecording: Bool { ProcessInfo.processInfo.environment["STARLING_RECORD"] == "1" }
}
