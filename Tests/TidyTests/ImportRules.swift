/// Who may import whom: a target uses Base and earlier steps, and foreign modules are fenced.
enum ImportRules {
  /// Targets of Base, each with those it may import. Later parts may import all of them.
  static let base: [String: Set<String>] = [
    "StarlingModel": [],
    "StarlingColumns": ["StarlingModel"],
    "StarlingRegex": [],
    "StarlingLanguage": ["StarlingModel", "StarlingRegex"],
    "StarlingWorkspace": ["StarlingModel", "StarlingLanguage"],
    "StarlingCrypto": [],
    "StarlingStore": ["StarlingModel", "StarlingColumns"],
  ]
  /// The steps, in the order in which an event travels.
  static let steps = [
    "StarlingCollect", "StarlingClean", "StarlingIdentify", "StarlingTimeline", "StarlingSegment",
    "StarlingActivate",
  ]
  static let engine = "StarlingEngine"
  /// The edge, in order: a later one may import earlier ones.
  static let edge = ["StarlingSample", "StarlingServer", "starling"]
  /// Proof is no part of `starling` and imports as little of what it distrusts as it can.
  static let proof: [String: Set<String>] = [
    "StarlingReference": ["StarlingModel", "StarlingRegex", "StarlingLanguage"],
    "StarlingTestSupport": [
      "StarlingModel", "StarlingColumns", "StarlingRegex", "StarlingLanguage", "StarlingWorkspace",
      "StarlingReference",
    ],
  ]
  /// The simulator runs the whole system, so it may import all but the command line.
  static let simulator = "starling-sim"

  /// Modules that are not ours, each with the targets that may import it.
  static let fences: [String: Set<String>] = [
    "Yams": ["StarlingWorkspace"],
    "ArgumentParser": ["starling", "starling-sim"],
    "CStarlingJSON": ["StarlingCollect"],
    "CZlib": ["StarlingCollect", "StarlingStore"],
    "CZstd": ["StarlingCollect", "StarlingStore"],
    "CFaultVFS": ["starling-sim"],
    "CStarlingRegex": ["StarlingRegex"],
    "CMalloc": ["starling"],
    "CPrefetch": ["StarlingColumns"],
    "CCrypto": ["StarlingCrypto"],
    "GRDB": ["StarlingStore"],
    "Hummingbird": ["StarlingServer"],
    "HummingbirdCore": ["StarlingServer"],
    "HummingbirdTLS": ["StarlingServer"],
    "HTTPTypes": ["StarlingServer"],
    "NIOCore": ["StarlingServer"],
    "NIOPosix": ["StarlingServer"],
    "NIOHTTP1": ["StarlingServer"],
    "NIOSSL": ["StarlingServer"],
    "AsyncHTTPClient": ["StarlingServer"],
    "Logging": ["StarlingServer", "starling"],
    "ServiceLifecycle": ["StarlingServer", "starling"],
    "UnixSignals": ["StarlingServer"],
    "Configuration": ["StarlingServer"],
    "Dispatch": ["StarlingEngine", "StarlingSample", "StarlingServer", "starling"],
    "Synchronization": [
      "StarlingColumns", "StarlingStore", "StarlingEngine", "StarlingSample", "StarlingServer",
      "starling",
      "starling-sim",
    ],
    "Glibc": [
      "StarlingColumns", "StarlingStore", "StarlingCollect", "StarlingEngine", "StarlingSample",
      "StarlingServer", "starling", "starling-sim",
    ],
    "Musl": [
      "StarlingColumns", "StarlingStore", "StarlingCollect", "StarlingEngine", "StarlingSample",
      "StarlingServer", "starling", "starling-sim",
    ],
  ]

  /// Files that may import Foundation, each with the reason. The command line may everywhere.
  static let foundation: [String: String] = [
    "Sources/Base/Model/ZoneCalendar.swift": "time zone rules",
    "Sources/Base/Store/Database/Blob.swift": "GRDB has blobs as Data",
    "Sources/Base/Workspace/WorkspaceFile.swift": "reads and writes workspace files",
    "Sources/Base/Workspace/ZoneNames.swift": "knows the names of time zones",
    "Sources/Path/1-Collect/CSV/ZoneOffsets.swift": "time zone rules",
    "Sources/Engine/Workers.swift": "number of cores",
    "Sources/Proof/Reference/LocalCalendar.swift": "time zone rules, apart from ours",
    "Sources/Proof/Simulator/Server/SimulatedDisk+Spoiling.swift": "harms files",
    "Sources/Proof/TestSupport/ConformanceCase.swift": "reads files",
    "Sources/Proof/TestSupport/GoldenCase.swift": "reads files",
    "Sources/Proof/TestSupport/ScratchFolder.swift": "makes and removes files",
    "Sources/Proof/TestSupport/TextMutator.swift": "reads files",
  ]
  static let foundationFolders = ["Sources/Edge/CLI"]

  /// Our targets that `target` may import; `nil` for a target that the table does not know.
  static func allowed(_ target: String) -> Set<String>? {
    if let own = base[target] ?? proof[target] { return own }
    let everyBase = Set(base.keys)
    if let step = steps.firstIndex(of: target) { return everyBase.union(steps[..<step]) }
    if target == simulator {
      return everyBase.union(steps).union([engine, "StarlingServer"]).union(proof.keys)
    }
    if target == engine { return everyBase.union(steps) }
    if let place = edge.firstIndex(of: target) {
      return everyBase.union(steps).union([engine]).union(edge[..<place])
    }
    return nil
  }

  /// The module of an import, whatever stands around it.
  static func module(_ line: String) -> String? {
    var words = line.split(separator: " ").drop { word in
      word.hasPrefix("@") || ["package", "public", "internal", "private"].contains(word)
    }
    guard words.popFirst() == "import", let first = words.popFirst() else { return nil }
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    let module = kinds.contains(String(first)) ? words.first : first
    return module?.split(separator: ".").first.map(String.init)
  }

  /// Imports that cross a fence or go up.
  static func imports(_ files: [SourceFile], _ manifest: Manifest) -> [Violation] {
    files.flatMap { file in
      guard let target = manifest.target(of: file.path)?.name else { return [Violation]() }
      return file.code.enumerated().compactMap { index, line in
        guard let module = module(line),
          let remedy = problem(module, importedBy: target, in: file)
        else { return nil }
        return Violation(
          path: file.path, line: index + 1, value: "imports \(module)", remedy: remedy)
      }
    }
  }

  private static func problem(
    _ module: String, importedBy target: String, in file: SourceFile
  ) -> String? {
    if module == "Foundation" || module == "FoundationEssentials" {
      if foundation[file.path] != nil || file.isUnder(foundationFolders) { return nil }
      return "do without, or list the file with the reason in ImportRules.foundation"
    }
    if let targets = fences[module] {
      if targets.contains(target) { return nil }
      return "only \(targets.sorted().joined(separator: ", ")) may; go through its interface"
    }
    guard let allowed = allowed(target) else { return "add \(target) to the import table" }
    if allowed.contains(module) { return nil }
    if module.hasPrefix("Starling") || module == "starling" {
      return "\(target) may import Base and earlier steps only; move the code or pass a value"
    }
    return "fence the foreign module in ImportRules.fences"
  }

  /// Dependencies of the manifest that no import may use.
  static func manifest(_ manifest: Manifest) -> [Violation] {
    manifest.targets.flatMap { target in
      target.dependencies.compactMap { dependency in
        if let targets = fences[dependency], targets.contains(target.name) { return nil }
        if let allowed = allowed(target.name), allowed.contains(dependency) { return nil }
        return Violation(
          path: "Package.swift", value: "\(target.name) depends on \(dependency)",
          remedy: "the import table allows it Base and earlier steps only")
      }
    }
  }

  /// Entries of the list of files that no longer say anything.
  static func deadEntries(_ files: [SourceFile]) -> [Violation] {
    let importing = Set(
      files.filter { $0.code.contains { module($0) == "Foundation" } }.map(\.path))
    let paths = Set(files.map(\.path))
    return foundation.keys.sorted().filter { paths.contains($0) && !importing.contains($0) }.map {
      Violation(
        path: $0, value: "is listed in ImportRules.foundation but does not import it",
        remedy: "take it off the list")
    }
  }
}
