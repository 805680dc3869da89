/// How long files, functions and lines may be.
enum LengthRules {
  static let sourceLinesMax = 400
  static let testLinesMax = 600
  static let functionLinesMax = 70
  static let columnsMax = 100

  /// Files longer than `limit` lines.
  static func files(_ files: [SourceFile], limit: Int) -> [Violation] {
    files.filter { $0.lines.count > limit }.map {
      Violation(
        path: $0.path, value: "\($0.lines.count) lines",
        remedy: "at most \(limit); move one aspect into a file of its own")
    }
  }

  /// Functions longer than 70 lines.
  static func functions(_ files: [SourceFile]) -> [Violation] {
    files.flatMap { file in
      FunctionScan.functions(file).filter { $0.lineCount > functionLinesMax }.map {
        Violation(
          path: file.path, line: $0.line, value: "a function of \($0.lineCount) lines",
          remedy: "at most \(functionLinesMax); let deciding and doing be two functions")
      }
    }
  }

  /// Lines wider than 100 columns, except those inside a text of several lines: breaking them would
  /// change it.
  static func columns(_ files: [SourceFile]) -> [Violation] {
    files.flatMap { file in
      file.lines.enumerated().filter { $0.element.utf8.count > columnsMax }
        .filter { $0.element.count > columnsMax && !isInsideText($0.offset, file) }
        .map {
          Violation(
            path: file.path, line: $0.offset + 1, value: "\($0.element.count) columns",
            remedy: "break the line at \(columnsMax)")
        }
    }
  }

  private static func isInsideText(_ line: Int, _ file: SourceFile) -> Bool {
    file.code[line].allSatisfy { $0 == " " } && file.comments[line].allSatisfy { $0 == " " }
  }
}
