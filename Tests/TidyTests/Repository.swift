import Foundation

/// The checkout whose files the rules are held against: the one this test was compiled in, or the
/// one that STARLING_TIDY_ROOT names.
struct Repository {
  let root: URL

  /// Folders with what a build or a tool leaves behind.
  private static let foreignFolders = [".git", ".swiftpm", "__pycache__", "demo"]
  private static let foreignBeginnings = [".build", ".venv"]

  static let checkout: Repository = {
    if let path = ProcessInfo.processInfo.environment["STARLING_TIDY_ROOT"] {
      return Repository(root: URL(filePath: path, directoryHint: .isDirectory))
    }
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return Repository(root: tests.deletingLastPathComponent())
  }()

  /// Paths, relative to the root and sorted, of the files below a folder; "" is the root.
  func paths(under folder: String = "", ending suffix: String = "") -> [String] {
    let start = folder.isEmpty ? root : root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      let name = path.split(separator: "/").last ?? ""
      let isFolder = walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
      if isFolder {
        let isForeign =
          Self.foreignFolders.contains(String(name))
          || Self.foreignBeginnings.contains { name.hasPrefix($0) }
        if isForeign { walk.skipDescendants() }
      } else if path.hasSuffix(suffix) {
        found.append(folder.isEmpty ? path : "\(folder)/\(path)")
      }
    }
    return found.sorted()
  }

  /// Paths of the files under version control; all files when that cannot be asked.
  func trackedPaths() -> [String] {
    let git = Process()
    let output = Pipe()
    git.executableURL = URL(filePath: "/usr/bin/env")
    git.arguments = ["git", "-C", root.path, "ls-files", "-z"]
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return paths() }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    git.waitUntilExit()
    if git.terminationStatus != 0 || bytes.isEmpty { return paths() }
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      .filter { exists($0) }
  }

  /// Whether a file or folder is there.
  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// Size of a file. Unit: bytes.
  func byteCount(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: root.appending(path: path).path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// The text of a file; empty when it is not there.
  func text(_ path: String) -> String {
    (try? String(contentsOf: root.appending(path: path), encoding: .utf8)) ?? ""
  }

  /// The Swift files below a folder.
  func swiftFiles(under folder: String) -> [SourceFile] {
    paths(under: folder, ending: ".swift").map { SourceFile(path: $0, text: text($0)) }
  }

  /// The Swift files of Sources, read once.
  static let sources = checkout.swiftFiles(under: "Sources")
  /// The Swift files of Tests, read once.
  static let tests = checkout.swiftFiles(under: "Tests")
}
