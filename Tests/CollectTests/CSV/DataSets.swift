import Foundation

/// Where the files that tests do not make themselves lie.
enum DataSets {
  private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// The folder with the public data sets: `STARLING_TEST_DATA`, or `../shared/data` beside the
  /// repository; `nil`, and the tests that need it are skipped, where neither is there.
  static var folder: String? {
    let given = ProcessInfo.processInfo.environment["STARLING_TEST_DATA"]
    let beside = here.appendingPathComponent("../../../../shared/data").standardizedFileURL.path
    return [given, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// The folder with the mappings that the project ships.
  static var mappings: String {
    here.appendingPathComponent("../../../Examples/mappings").standardizedFileURL.path
  }
}
