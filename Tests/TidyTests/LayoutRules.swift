/// Targets are the architecture: where files may lie and what they may be called.
enum LayoutRules {
  /// The parts of Sources, in the order in which they may use each other.
  static let parts = ["Base", "Path", "Engine", "Edge", "Proof"]
  /// Folders that may lie below a target's own, one in the other.
  static let foldersBelowTargetMax = 2
  /// Words that name no concept.
  static let emptyWords: Set<String> = [
    "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Misc", "Common", "Manager",
    "Managers", "Stuff", "Placeholder",
  ]

  /// Targets without folder, folders without target, files without either.
  static func targets(_ manifest: Manifest, sources: [String], tests: [String]) -> [Violation] {
    var violations: [Violation] = []
    for target in manifest.targets {
      if !sources.contains(where: { $0.hasPrefix(target.path + "/") }) {
        violations.append(
          Violation(
            path: "Package.swift", value: "target \(target.name) has no files in \(target.path)",
            remedy: "add them or remove the target"))
      }
    }
    for path in sources where manifest.target(of: path) == nil {
      violations.append(
        Violation(
          path: path, value: "belongs to no target of Package.swift",
          remedy: "move it into the folder of a target, or declare one"))
    }
    for path in sources {
      let part = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
      if !parts.contains(part) {
        violations.append(
          Violation(
            path: path, value: "Sources/\(part) is no part of the architecture",
            remedy: "use one of \(parts.joined(separator: ", "))"))
      }
    }
    let folders = Set(tests.compactMap { $0.split(separator: "/").dropFirst().first })
    for folder in folders.sorted() where folder.hasSuffix("Tests") {
      if !manifest.tests.contains(String(folder.dropLast(5))) {
        violations.append(
          Violation(
            path: "Tests/\(folder)", value: "is no target of Package.swift",
            remedy: "add it to the table of test targets"))
      }
    }
    for name in manifest.tests where !folders.contains("\(name)Tests") {
      violations.append(
        Violation(
          path: "Package.swift", value: "test target \(name) has no files in Tests/\(name)Tests",
          remedy: "add them or remove the target"))
    }
    return violations
  }

  /// Folders of Sources/Path without a number of their own.
  static func steps(_ manifest: Manifest) -> [Violation] {
    var violations: [Violation] = []
    var last = 0
    for target in manifest.targets where target.path.hasPrefix("Sources/Path/") {
      let folder = target.path.dropFirst("Sources/Path/".count)
      let number = folder.split(separator: "-").first.flatMap { Int($0) }
      let expected = "Starling" + (folder.split(separator: "-").last ?? "")
      if number == nil || target.name != expected {
        violations.append(
          Violation(
            path: target.path, value: "target \(target.name)",
            remedy: "call the folder <step>-<Verb> and its target Starling<Verb>"))
      } else if let number, number <= last {
        violations.append(
          Violation(
            path: "Package.swift", value: "step \(number) stands after step \(last)",
            remedy: "declare the steps in the order in which an event travels"))
      }
      last = number ?? last
    }
    return violations
  }

  /// Files that lie too deep below their target.
  static func depth(_ manifest: Manifest, sources: [String]) -> [Violation] {
    sources.compactMap { path in
      guard let target = manifest.target(of: path), path.hasSuffix(".swift") else { return nil }
      let below = path.dropFirst(target.path.count + 1).split(separator: "/").count - 1
      if below <= foldersBelowTargetMax { return nil }
      return Violation(
        path: path, value: "\(below) folders below \(target.path)",
        remedy: "at most \(foldersBelowTargetMax); split the target instead")
    }
  }

  /// Files, folders and types whose names name no concept.
  static func names(_ files: [SourceFile]) -> [Violation] {
    var violations: [Violation] = []
    for file in files {
      for component in file.path.split(separator: "/") {
        for word in words(of: component) where emptyWords.contains(word) {
          violations.append(
            Violation(
              path: file.path, value: "the word \(word) in a file name",
              remedy: "name the concept that is in it"))
        }
      }
      for (index, line) in file.code.enumerated() {
        let tokens = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        for (keyword, name) in zip(tokens, tokens.dropFirst())
        where ["struct", "enum", "class", "actor", "protocol"].contains(keyword) {
          for word in words(of: name) where emptyWords.contains(word) {
            violations.append(
              Violation(
                path: file.path, line: index + 1, value: "the word \(word) in the type \(name)",
                remedy: "name the concept that it is"))
          }
        }
      }
    }
    return violations
  }

  /// `TileHelpers+Any.swift` is Tile, Helpers, Any and swift.
  private static func words(of name: Substring) -> [String] {
    var words: [String] = []
    for character in name {
      if character.isUppercase || words.isEmpty || !character.isLetter { words.append("") }
      if character.isLetter { words[words.count - 1].append(character) }
    }
    return words
  }
}
