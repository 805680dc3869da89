import StarlingLanguage
import Yams

/// Reads a text as one YAML document; the only file that knows the YAML library.
///
/// Anchors and aliases are refused before the library sees them: a few hundred bytes of them can
/// stand for more nodes than fit into memory.
enum YAMLDocument {
  /// Deepest nesting of a workspace file is five; what lies deeper is not looked at.
  private static let depth = 8

  /// Reads a text; where it is not YAML, as much of it as can be read.
  static func read(_ source: SourceText) -> YAMLReading {
    if let lineEnd = unusualLineEnd(source) { return .broken(lineEnd) }
    let reading = parse(source)
    return reading.isBroken ? YAMLRecovery.read(source, reading) : reading
  }

  /// Reads the whole text or nothing of it; doubled keys are problems, but do not hide the rest.
  static func parse(_ source: SourceText) -> YAMLReading {
    if let anchor = YAMLScan(source.text).properties.first(where: \.isAnchor) {
      return .broken(
        Diagnostic(
          .error, .badYAML, "anchors and aliases (& and *) are not supported",
          expected: "the value itself; a value that starts with & or * stands in quotes",
          range: SourceRange(anchor.start, anchor.end)))
    }
    let escapes = JSONEscapes(source.text)
    do throws(Failure) {
      return try compose(escapes.text, [escapes.places], source)
    } catch {
      return error.isDoubledKey ? parseTagged(escapes, source, error) : .broken(error.problem)
    }
  }

  /// Reads a text with doubled keys.
  private static func parseTagged(
    _ escapes: JSONEscapes, _ source: SourceText, _ failure: Failure
  ) -> YAMLReading {
    let tags = KeyTags(escapes.text)
    let reading = try? compose(tags.text, [tags.places, escapes.places], source)
    // Keys that are no scalars have no tags.
    guard let reading, !reading.problems.isEmpty else { return .broken(failure.problem) }
    return reading
  }

  /// Why the library refuses a text.
  private struct Failure: Error {
    var problem: Diagnostic
    var isDoubledKey = false
  }

  /// Lets the library read `text`, a copy of the source with edits.
  private static func compose(
    _ text: String, _ edits: [EditedPlaces], _ source: SourceText
  ) throws(Failure) -> YAMLReading {
    let isSame = edits.allSatisfy(\.ends.isEmpty)
    let places = Places(
      read: isSame ? source : SourceText(name: "", text: text), edits: edits, source: source)
    do {
      let parser = try Yams.Parser(yaml: text, encoding: .utf8)
      guard let root = try parser.singleRoot() else { return YAMLReading() }
      var conversion = Conversion(places: places)
      let node = conversion.convert(root, depth: depth)
      return YAMLReading(root: node.isNull ? nil : node, problems: conversion.problems)
    } catch let error as YamlError {
      throw failure(error, places)
    } catch {
      throw Failure(problem: notYAML("\(error)", 0))
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
    /// How it came about, the last edit first.
    var edits: [EditedPlaces]
    var source: SourceText

    func offset(_ mark: Mark) -> Int {
      original(read.offset(line: mark.line, column: mark.column))
    }

    func original(_ offset: Int) -> Int {
      edits.reduce(offset) { $1.original($0) }
    }
  }

  /// Turns the library's nodes into ours and finds doubled keys, of which the library only lets
  /// those with different tags through.
  private struct Conversion {
    let places: Places
    var problems: [Diagnostic] = []

    mutating func convert(_ node: Node, depth: Int) -> YAMLNode {
      let offset = node.mark.map(places.offset) ?? 0
      let start = YAMLScan.skipProperties(at: offset, in: places.source)
      if depth == 0 { return YAMLNode(content: .tooDeep, start: start) }
      switch node {
      case .scalar(let scalar):
        return YAMLNode(content: .scalar(scalar.string, style(scalar.style)), start: start)
      case .mapping(let mapping):
        let pairs = mapping.map { key, value in
          YAMLNode.Pair(
            key: convert(key, depth: depth - 1), value: convert(value, depth: depth - 1))
        }
        findDoubled(pairs)
        return YAMLNode(content: .mapping(pairs), start: start)
      case .sequence(let sequence):
        let items = sequence.map { convert($0, depth: depth - 1) }
        return YAMLNode(content: .sequence(items), start: start)
      case .alias: return YAMLNode(content: .tooDeep, start: start)
      }
    }

    private mutating func findDoubled(_ pairs: [YAMLNode.Pair]) {
      var starts: [String: Int] = [:]
      for pair in pairs {
        guard let key = pair.key.string else { continue }
        if let first = starts[key] {
          let line = places.source.position(of: first).line
          problems.append(
            Diagnostic(
              .error, .duplicateKey, "\(key) is defined twice; it stands in line \(line) already",
              expected: "each key once", range: pair.key.range(in: places.source)))
        } else {
          starts[key] = pair.key.start
        }
      }
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

  private static func failure(_ error: YamlError, _ places: Places) -> Failure {
    switch error {
    case .scanner(let context?, _, _, _) where context.text == "while scanning a quoted scalar":
      // The library points to the end of the text.
      return Failure(problem: notYAML("the quote is not closed", places.offset(context.mark)))
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Failure(problem: notYAML(words(problem), places.offset(mark)))
    case .duplicatedKeysInMapping(_, let context):
      let offset = places.offset(context.mark)
      let problem = Diagnostic(
        .error, .duplicateKey, "the key that starts here is defined twice",
        expected: "each key once", range: SourceRange(offset, offset))
      return Failure(problem: problem, isDoubledKey: true)
    case .reader(let problem, let offset, _, let text):
      return Failure(
        problem: notYAML(problem, places.original(text.prefix(offset ?? 0).utf8.count)))
    default: return Failure(problem: notYAML("\(error)", 0))
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
}
