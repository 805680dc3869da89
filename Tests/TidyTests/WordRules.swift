/// Words that code may not contain, and what to write instead.
enum WordRules {
  /// A banned word.
  struct Ban {
    var word: String
    var remedy: String
    /// Folders in which it is banned; empty = everywhere.
    var folders: [String] = []
    /// Folders in which it is allowed all the same.
    var except: [String] = []
    /// Whether it counts in comments instead of in code.
    var isInComments = false
    /// Whether it counts inside longer words too.
    var isPart = false
  }

  /// The deterministic core.
  static let core = ["Sources/Base", "Sources/Path", "Sources/Engine"]
  /// Targets that are built with strict memory safety.
  static let unsafeFolders = [
    "Sources/Base/Columns", "Sources/Base/Regex", "Sources/Base/Crypto", "Sources/Base/Store",
    "Sources/Path/1-Collect", "Sources/Edge/Server",
  ]

  static let bans: [Ban] = [
    Ban(word: "try!", remedy: "handle the error or declare throws", folders: ["Sources"]),
    Ban(word: "as!", remedy: "use as? with guard, or an enum", folders: ["Sources"]),
    Ban(
      word: "fatalError", remedy: "use precondition with the numbers in its message",
      folders: ["Sources"]),
    Ban(
      word: "print", remedy: "return a value; only the command line writes",
      folders: ["Sources"], except: ["Sources/Edge/CLI", "Sources/Proof/Simulator"]),
    Ban(word: "Date()", remedy: "take now: Stamp as a parameter", folders: core),
    Ban(word: "UUID()", remedy: "take the identifier as a parameter", folders: core),
    Ban(
      word: ".random(", remedy: "take a RandomNumberGenerator as a parameter, outside of the core",
      folders: core, isPart: true),
    Ban(word: "SystemRandomNumberGenerator", remedy: "take a seeded generator", folders: core),
    Ban(word: "ContinuousClock", remedy: "take now: Stamp as a parameter", folders: core),
    Ban(
      word: "unsafe", remedy: "use Span; only Columns, Regex, Store and Collect may go below it",
      folders: ["Sources"], except: unsafeFolders, isPart: true),
    Ban(
      word: "Unsafe", remedy: "use Span; only Columns, Regex, Store and Collect may go below it",
      folders: ["Sources"], except: unsafeFolders, isPart: true),
    Ban(word: "TODO", remedy: "do it, or write down the limit", isInComments: true),
    Ban(word: "FIXME", remedy: "fix it, or write down the limit", isInComments: true),
    Ban(word: "HACK", remedy: "say why it has to be so", isInComments: true),
    Ban(word: "XXX", remedy: "say what is meant", isInComments: true),
  ]

  /// Banned words in code or comments.
  static func banned(_ files: [SourceFile]) -> [Violation] {
    files.flatMap { file in
      bans.filter { applies($0, file) }.flatMap { ban in
        (ban.isInComments ? file.comments : file.code).enumerated().compactMap { index, line in
          guard contains(line, ban) else { return nil }
          return Violation(
            path: file.path, line: index + 1, value: "the word \(ban.word)", remedy: ban.remedy)
        }
      }
    }
  }

  private static func applies(_ ban: Ban, _ file: SourceFile) -> Bool {
    (ban.folders.isEmpty || file.isUnder(ban.folders)) && !file.isUnder(ban.except)
  }

  private static func contains(_ line: String, _ ban: Ban) -> Bool {
    if !line.utf8.contains(ban.word.utf8.first ?? 0) { return false }
    let line = Array(line.utf8)
    let word = Array(ban.word.utf8)
    guard line.count >= word.count else { return false }
    for start in 0...(line.count - word.count)
    where line[start] == word[0] && line[start..<(start + word.count)].elementsEqual(word) {
      if ban.isPart { return true }
      let before = start > 0 && isLetter(line[start - 1])
      let end = start + word.count
      let after = end < line.count && isLetter(line[end]) && isLetter(word[word.count - 1])
      if !before && !after { return true }
    }
    return false
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  /// Values that are unwrapped without a look.
  static func forcedUnwraps(_ files: [SourceFile]) -> [Violation] {
    files.flatMap { file in
      file.code.enumerated().compactMap { index, line in
        guard hasForcedUnwrap(Array(line.utf8)) else { return nil }
        return Violation(
          path: file.path, line: index + 1, value: "a value unwrapped by force",
          remedy: "use guard let, or ?? with a value that is right")
      }
    }
  }

  private static func hasForcedUnwrap(_ line: [UInt8]) -> Bool {
    for index in line.indices.dropFirst() where line[index] == UInt8(ascii: "!") {
      let before = line[index - 1]
      let after = index + 1 < line.count ? line[index + 1] : 32
      let closes = [")", "]", "}", "\"", "?", "`"].contains { $0.utf8.first == before }
      if (isLetter(before) || closes) && after != UInt8(ascii: "=") {
        let head = line[..<index]
        let keyword = ["try", "as"].contains { text in
          head.suffix(text.utf8.count).elementsEqual(text.utf8)
            && !(head.dropLast(text.utf8.count).last.map(isLetter) ?? false)
        }
        if !keyword { return true }
      }
    }
    return false
  }

  /// Errors that are caught and forgotten.
  static func emptyCatches(_ files: [SourceFile]) -> [Violation] {
    files.flatMap { file in
      file.code.enumerated().compactMap { index, line in
        let text = line.filter { $0 != " " }
        let next = index + 1 < file.code.count ? file.code[index + 1].filter { $0 != " " } : ""
        let isEmpty = text.contains("catch{}") || (text.hasSuffix("catch{") && next == "}")
        guard isEmpty else { return nil }
        return Violation(
          path: file.path, line: index + 1, value: "an empty catch",
          remedy: "handle the error, or say in a value that it happened")
      }
    }
  }

  static let uncheckedMax = 3

  /// `@unchecked Sendable` beyond the budget or without reason.
  static func unchecked(_ files: [SourceFile]) -> [Violation] {
    var places: [Violation] = []
    var violations: [Violation] = []
    for file in files {
      for (index, line) in file.code.enumerated() where line.contains("@unchecked") {
        let place = Violation(
          path: file.path, line: index + 1, value: "@unchecked Sendable",
          remedy: "at most \(uncheckedMax) in all; make the type a value")
        places.append(place)
        let near = file.comments[index...].prefix(3)
        if !near.contains(where: { $0.contains("// Sendable because") }) {
          violations.append(
            Violation(
              path: file.path, line: index + 1, value: "@unchecked Sendable without reason",
              remedy: "follow it with // Sendable because ..."))
        }
      }
    }
    return violations + places.dropFirst(uncheckedMax)
  }
}
