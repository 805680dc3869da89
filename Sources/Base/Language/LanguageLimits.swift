import StarlingModel

/// How large a definition may be. What exceeds a limit is answered with an error that names it.
package enum LanguageLimits {
  /// Longest text of one expression. Unit: bytes.
  package static let textBytes = 1 << 20
  /// How deep parentheses, `not`, `-` and selectors may nest in the text. A level takes about
  /// 9 KB of the parser's stack, so that this keeps it within 1 MB.
  package static let nesting = 100
  /// Height of the finished tree, which chains of `+ - * /` add to. Walks over a tree may recurse.
  package static let treeHeight = 200
  /// Height of a definition together with all that it refers to. The engine walks such a tree on
  /// one stack; twice this height was seen to fit, eight times not.
  package static let joinedHeight = 1_000
  /// Problems reported for one expression; whoever has more mends these first.
  package static let diagnostics = 20
  /// Unknown references of a workspace for which the nearest name is looked up.
  package static let suggestions = 100
  /// Longest duration, 100,000 years; keeps `now - length - offset` far from overflow. Unit: ms.
  package static let durationMs = 36_525_000 * Milliseconds.day
}
