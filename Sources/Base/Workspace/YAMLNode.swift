import StarlingLanguage

/// A node of a YAML text with the place at which it starts.
struct YAMLNode {
  /// How a scalar is written.
  enum Style {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  /// A key and its value.
  struct Pair {
    var key: YAMLNode
    var value: YAMLNode
  }

  indirect enum Content {
    case scalar(String, Style)
    case sequence([YAMLNode])
    case mapping([Pair])
    /// Nested deeper than anything a workspace has.
    case tooDeep
  }

  var content: Content
  /// The first byte of the node, tags left out.
  var start: Int

  /// The scalar's text, as far as the node is one.
  var string: String? {
    if case .scalar(let string, _) = content { string } else { nil }
  }

  /// Whether the node says nothing: an empty plain scalar, `~` or `null`.
  var isNull: Bool {
    guard case .scalar(let string, .plain) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(string)
  }

  /// What messages call it.
  var shape: String {
    switch content {
    case .scalar: isNull ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .tooDeep: "deep nesting"
    }
  }

  /// The bytes to point at: a scalar's text without its quotes, else the first byte.
  func range(in source: SourceText) -> SourceRange {
    guard case .scalar(let text, let style) = content, !text.isEmpty else {
      return SourceRange(start, min(start + 1, source.byteCount))
    }
    let map = ScalarMap(text, style, start: start, in: source)
    return map.range(SourceRange(0, text.utf8.count))
  }
}
