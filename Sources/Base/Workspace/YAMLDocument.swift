import StarlingLanguage
import Yams

/// Reads a text as one YAML document; the only file that knows the YAML library.
///
/// Anchors and aliases are refused before the library sees them: a few hundred bytes of them can
/// stand for more nodes than fit into memory.
enum YAMLDocument {
  /// Deepest nesting of a workspace file is five; what lies deeper is not looked at.
  private static let depth = 8

  /// Reads the whole text; nil when it holds nothing but comments.
  static func read(_ source: SourceText) -> Result<YAMLNode?, Diagnostic> {
    if let anchor = YAMLScan(source.text).properties.first(where: \.isAnchor) {
      return .failure(
        Diagnostic(
          .error, .badYAML, "anchors and aliases (& and *) are not supported",
          expected: "the value itself; a value that starts with & or * stands in quotes",
          range: SourceRange(anchor.start, anchor.end)))
    }
    if let lineEnd = unusualLineEnd(source) { return .failure(lineEnd) }
    let escapes = JSONEscapes(source.text)
    let places = Places(
      read: escapes.text == source.text ? source : SourceText(name: "", text: escapes.text),
      escapes: escapes, source: source)
    do {
      let parser = try Yams.Parser(yaml: escapes.text, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return .success(nil) }
      let node = convert(root, places, depth: depth)
      return .success(node.isNull ? nil : node)
    } catch let error as YamlError {
      return .failure(diagnostic(error, places))
    } catch {
      return .failure(
        Diagnostic(.error, .badYAML, "the file is not YAML: \(error)", range: SourceRange(0, 0)))
    }
  }

  /// YAML ends lines at characters where nobody sees a line end; such a text would be read
  /// otherwise than it looks.
  private static func unusualLineEnd(_ source: SourceText) -> Diagnostic? {
    var offset = 0
    var last: Unicode.Scalar = " "
    for scalar in source.text.unicodeScalars {
      let name: String? =
        switch scalar {
        case "\u{85}": "U+0085"
        case "\u{2028}": "U+2028"
        case "\u{2029}": "U+2029"
        default: last == "\r" && scalar != "\n" ? "U+000D" : nil
        }
      if let name {
        return Diagnostic(
          .error, .badYAML, "a line ends with the character \(name) here",
          expected: "line ends as other files have them, U+000A",
          range: SourceRange(offset, offset))
      }
      offset += UTF8.width(scalar)
      last = scalar
    }
    return nil
  }

  /// Turns the places of the library into offsets of the file.
  private struct Places {
    /// The text that the library read.
    var read: SourceText
    var escapes: JSONEscapes
    var source: SourceText

    func offset(_ mark: Mark) -> Int {
      escapes.original(read.offset(line: mark.line, column: mark.column))
    }
  }

  private static func convert(_ node: Node, _ places: Places, depth: Int) -> YAMLNode {
    let offset = node.mark.map(places.offset) ?? 0
    let start = YAMLScan.skipProperties(at: offset, in: places.source)
    if depth == 0 { return YAMLNode(content: .tooDeep, start: start) }
    switch node {
    case .scalar(let scalar):
      return YAMLNode(content: .scalar(scalar.string, style(scalar.style)), start: start)
    case .mapping(let mapping):
      let pairs = mapping.map { key, value in
        YAMLNode.Pair(
          key: convert(key, places, depth: depth - 1),
          value: convert(value, places, depth: depth - 1))
      }
      return YAMLNode(content: .mapping(pairs), start: start)
    case .sequence(let sequence):
      let items = sequence.map { convert($0, places, depth: depth - 1) }
      return YAMLNode(content: .sequence(items), start: start)
    case .alias: return YAMLNode(content: .tooDeep, start: start)
    }
  }

  private static func style(_ style: Node.Scalar.Style) -> YAMLNode.Style {
    switch style {
    case .any, .plain: .plain
    case .singleQuoted: .singleQuoted
    case .doubleQuoted: .doubleQuoted
    case .literal: .literal
    case .folded: .folded
    }
  }

  // MARK: Problems

  private static func diagnostic(_ error: YamlError, _ places: Places) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return notYAML(words(problem), places.offset(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(keys.first ?? "", places.offset(context.mark), places.source)
    case .reader(let problem, let offset, _, let text):
      return notYAML(problem, places.escapes.original(text.prefix(offset ?? 0).utf8.count))
    default: return notYAML("\(error)", 0)
    }
  }

  /// What the library says, in words for those who do not know it.
  private static func words(_ problem: String) -> String {
    if problem == "but found another document" { return "a second document starts" }
    return problem.hasPrefix("Maximum nesting level") ? "it is nested too deep" : problem
  }

  private static func notYAML(_ problem: String, _ offset: Int) -> Diagnostic {
    Diagnostic(
      .error, .badYAML, "the file is not YAML here: \(problem)",
      expected: "key: value; an expression that starts with \" or *, or holds \": \" or \" #\", "
        + "stands in single quotes or behind |",
      range: SourceRange(offset, offset))
  }

  /// The library tells the first place of a doubled key; the second is found by its spelling: the
  /// next line that starts with it in the same column, else the next place where a colon follows.
  private static func duplicate(_ key: String, _ first: Int, _ source: SourceText) -> Diagnostic {
    let (line, column) = source.position(of: first)
    let length = key.utf8.count
    var second = first
    for number in (line + 1)..<max(line + 1, source.lineCount + 1) where second == first {
      let offset = source.offset(line: number, column: column)
      let rest = source.slice(SourceRange(offset, source.lineRange(number).end))
      if source.position(of: offset) == (number, column), rest.hasPrefix(key + ":") {
        second = offset
      }
    }
    if second == first { second = nextKey(key, behind: first + length + 1, source) ?? first }
    return Diagnostic(
      .error, .duplicateKey, "\(key) is defined twice; it stands in line \(line) already",
      expected: "each key once", range: SourceRange(second, second + length))
  }

  private static func nextKey(_ key: String, behind start: Int, _ source: SourceText) -> Int? {
    let bytes = Array(source.text.utf8)
    let wanted = Array(key.utf8)
    guard !wanted.isEmpty, bytes.count >= wanted.count else { return nil }
    var index = start
    while index + wanted.count < bytes.count {
      if bytes[index] == wanted[0], bytes[index...].starts(with: wanted) {
        let rest = bytes[(index + wanted.count)...].drop { $0 == UInt8(ascii: "\"") || $0 == 0x20 }
        if rest.first == UInt8(ascii: ":"), !isWord(bytes[index - 1]) { return index }
      }
      index += 1
    }
    return nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "_")
  }
}
