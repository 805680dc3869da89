import Foundation

/// Where the public data sets and the mappings lie.
enum PublicData {
  /// The root of the repository.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// `STARLING_TEST_DATA`, else `shared/data` beside the repository; `nil` where neither is.
  static let folder: String? = {
    let given = ProcessInfo.processInfo.environment["STARLING_TEST_DATA"]
    let beside = repository.deletingLastPathComponent().appending(path: "shared/data").path()
    return [given, beside].compactMap { $0 }
      .first { FileManager.default.fileExists(atPath: $0 + "/events-simple-shop") }
  }()
}
