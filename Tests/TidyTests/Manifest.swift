/// What Package.swift says about targets, read from its text.
struct Manifest {
  /// One target with a folder of its own.
  struct Target {
    /// The call that declares it: `target`, `executableTarget`, `systemLibrary`.
    var kind: String
    var name: String
    var path: String
    /// Names of targets and products.
    var dependencies: [String]
  }

  private(set) var targets: [Target] = []
  /// Names in the table of test targets: `Columns` for `Tests/ColumnsTests`.
  private(set) var tests: [String] = []

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      !line.drop { $0 == " " }.hasPrefix("//")
    }
    let text = lines.joined(separator: "\n")
    for kind in ["target", "executableTarget", "systemLibrary"] {
      for piece in text.split(separator: ".\(kind)(", omittingEmptySubsequences: false).dropFirst()
      {
        let call = Self.balanced(piece)
        guard let name = Self.argument("name", call), let path = Self.argument("path", call) else {
          continue
        }
        targets.append(
          Target(kind: kind, name: name, path: path, dependencies: Self.dependencies(call)))
      }
    }
    for piece in text.split(separator: "+ tests([").dropFirst().prefix(1) {
      for line in piece.split(separator: "\n") {
        let words = line.split(separator: "\"", omittingEmptySubsequences: false)
        if words.count > 2, words[0].allSatisfy({ $0 == " " }), words[2].hasPrefix(":") {
          tests.append(String(words[1]))
        }
        if line.contains("]),") { break }
      }
    }
  }

  /// The text up to the parenthesis that closes the one before it.
  private static func balanced(_ text: Substring) -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }

  private static func argument(_ label: String, _ call: Substring) -> String? {
    let pieces = call.split(separator: "\(label): \"", maxSplits: 1)
    guard pieces.count == 2 || call.hasPrefix("\(label): \"") else { return nil }
    return pieces.last?.split(separator: "\"").first.map(String.init)
  }

  private static func dependencies(_ call: Substring) -> [String] {
    let pieces = call.split(separator: "dependencies: [", maxSplits: 1)
    guard pieces.count == 2, let list = pieces[1].split(separator: "]").first else { return [] }
    return list.split(separator: ",").compactMap { entry in
      if entry.contains("package: \"") { return nil }
      let words = entry.split(separator: "\"", omittingEmptySubsequences: false)
      return words.count > 1 ? String(words[1]) : nil
    }
  }

  /// The target that a file of Sources belongs to.
  func target(of path: String) -> Target? {
    targets.first { path.hasPrefix($0.path + "/") }
  }
}
