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
    do {
      let parser = try Yams.Parser(yaml: source.text, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return .success(nil) }
      let node = convert(root, source, depth: depth)
      return .success(node.isNull ? nil : node)
    } catch let error as YamlError {
      return .failure(diagnostic(error, source))
    } catch {
      return .failure(
        Diagnostic(.error, .badYAML, "the file is not YAML: \(error)", range: SourceRange(0, 0)))
    }
  }

  private static func convert(_ node: Node, _ source: SourceText, depth: Int) -> YAMLNode {
    let mark = node.mark
    let offset = mark.map { source.offset(line: $0.line, column: $0.column) } ?? 0
    let start = YAMLScan.skipProperties(source.text.utf8.count, at: offset, in: source)
    if depth == 0 { return YAMLNode(content: .tooDeep, start: start) }
    switch node {
    case .scalar(let scalar):
      return YAMLNode(content: .scalar(scalar.string, style(scalar.style)), start: start)
    case .mapping(let mapping):
      let pairs = mapping.map { key, value in
        YAMLNode.Pair(
          key: convert(key, source, depth: depth - 1),
          value: convert(value, source, depth: depth - 1))
      }
      return YAMLNode(content: .mapping(pairs), start: start)
    case .sequence(let sequence):
      let items = sequence.map { convert($0, source, depth: depth - 1) }
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

  private static func diagnostic(_ error: YamlError, _ source: SourceText) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return notYAML(problem, source.offset(line: mark.line, column: mark.column))
    case .duplicatedKeysInMapping(let keys, let context):
      return duplicate(
        keys.first ?? "", source.offset(line: context.mark.line, column: context.mark.column),
        source)
    case .reader(let problem, let offset, _, let text):
      let prefix = text.prefix(offset ?? 0)
      return notYAML(problem, prefix.utf8.count)
    default: return notYAML("\(error)", 0)
    }
  }

  private static func notYAML(_ problem: String, _ offset: Int) -> Diagnostic {
    Diagnostic(
      .error, .badYAML, "the file is not YAML here: \(problem)",
      expected: "key: value; an expression that starts with \" or *, or holds \": \" or \" #\", "
        + "stands in single quotes or behind |",
      range: SourceRange(offset, offset))
  }

  /// The library tells the first place of a doubled key; the second is found by its spelling.
  private static func duplicate(_ key: String, _ first: Int, _ source: SourceText) -> Diagnostic {
    let (line, column) = source.position(of: first)
    var place = SourceRange(first, first + key.utf8.count)
    var number = line + 1
    while number <= source.lineCount {
      let offset = source.offset(line: number, column: column)
      let rest = source.slice(SourceRange(offset, source.lineRange(number).end))
      if source.position(of: offset) == (number, column), rest.hasPrefix(key + ":") {
        place = SourceRange(offset, offset + key.utf8.count)
        break
      }
      number += 1
    }
    return Diagnostic(
      .error, .duplicateKey, "\(key) is defined twice; it stands in line \(line) already",
      expected: "each key once", range: place)
  }
}
