/// A Swift file, line by line, in three readings.
struct SourceFile: Sendable {
  let path: String
  /// The lines as written.
  let lines: [String]
  /// The lines with comments and the insides of strings and backticks blanked out.
  let code: [String]
  /// The lines with everything but comments blanked out.
  let comments: [String]

  init(path: String, text: String) {
    self.path = path
    let mask = CodeMask(text)
    lines = Self.split(Array(text.utf8))
    code = Self.split(mask.code)
    comments = Self.split(mask.comments)
  }

  /// Lines of a text; a line feed at the end begins no line.
  private static func split(_ bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The last part of the path, without its ending.
  var name: String {
    let file = path.split(separator: "/").last ?? ""
    return String(file.split(separator: ".").first ?? file)
  }

  /// Whether the file lies in one of the folders.
  func isUnder(_ folders: [String]) -> Bool {
    folders.contains { path.hasPrefix($0 + "/") }
  }
}
