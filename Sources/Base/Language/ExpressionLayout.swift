/// Breaks the canonical text of an expression into lines.
///
/// Operands of an outermost `and` or `or` get a line each; what is still too long is broken before
/// `and`, `or`, `then` and `without` wherever they stand. A part without such a word stays whole.
package enum ExpressionLayout {
  /// The lines of an expression, each at most `width` columns where that can be done.
  package static func lines(_ expression: Expression, width: Int) -> [String] {
    let text = expression.text
    if text.unicodeScalars.count <= width { return [text] }
    switch expression.kind {
    case .and(let operands): return join(operands, "and ", .not, width)
    case .or(let operands): return join(operands, "or ", .and, width)
    default: return fill(text, width)
    }
  }

  private static func join(
    _ operands: [Expression], _ word: String, _ level: ExpressionPrinter.Level, _ width: Int
  ) -> [String] {
    operands.enumerated().flatMap { index, operand in
      var printer = ExpressionPrinter()
      printer.write(operand, level)
      return fill((index == 0 ? "" : word) + printer.text, width)
    }
  }

  private static func fill(_ text: String, _ width: Int) -> [String] {
    if text.unicodeScalars.count <= width { return [text] }
    var lines: [String] = []
    var line = ""
    for piece in pieces(text) {
      if line.isEmpty {
        line = piece
      } else if line.unicodeScalars.count + 1 + piece.unicodeScalars.count <= width {
        line += " " + piece
      } else {
        lines.append(line)
        line = "  " + piece
      }
    }
    return lines + [line]
  }

  /// The text cut before each word that may start a line, blanks removed.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [[UInt8]] = [[]]
    var isQuoted = false
    var isEscaped = false
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      if !isQuoted, byte == UInt8(ascii: " "), startsWord(bytes[(index + 1)...]) {
        pieces.append([])
        continue
      }
      if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && byte == UInt8(ascii: "\\") && !isEscaped
      pieces[pieces.count - 1].append(byte)
    }
    return pieces.map { String(decoding: $0, as: UTF8.self) }
  }

  private static let words = ["and ", "or ", "then ", "without "].map { Array($0.utf8) }

  private static func startsWord(_ rest: ArraySlice<UInt8>) -> Bool {
    words.contains { rest.starts(with: $0) }
  }
}
