/// Everything that can be wrong with a definition. Each case has a golden test.
package enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
  // Reading characters.
  /// A character that no token starts with.
  case unexpectedCharacter
  /// An operator of another language, such as `&&`.
  case foreignOperator
  /// A string without its closing quote.
  case unterminatedString
  /// A backslash that starts no known escape.
  case badEscape
  /// A number that is not written as 12, 12.5 or 1_000, or is too large.
  case badNumber
  /// A duration with an unknown or misplaced unit, a fraction, or of absurd length.
  case badDuration
  /// A date or time that does not exist or is not in the form of the reference.
  case badInstant

  // Size.
  /// A text longer than `LanguageLimits.textBytes`.
  case tooLong
  /// Nesting beyond `LanguageLimits`, alone or together with what is referred to.
  case tooDeep

  // Syntax.
  /// The text is empty or ends too early.
  case unexpectedEnd
  /// Something else was expected here.
  case unexpectedToken
  /// A closing bracket is missing.
  case missingBracket
  /// A keyword where a name was expected.
  case keywordAsName
  /// A name followed by `(` that is no function.
  case unknownFunction
  /// `a < b < c`.
  case chainedComparison
  /// Subtraction without blanks around `-`.
  case minusNeedsBlanks
  /// A selector's parts in the wrong order.
  case selectorOrder
  /// A calendar unit that does not exist.
  case unknownUnit

  // Things in places where they have no meaning.
  /// Something that may not stand inside a filter.
  case misplacedInFilter
  /// Something that may not stand inside `any`.
  case misplacedInAny
  /// `session` joined by `then` or `without`.
  case misplacedSession
  /// `percentile` anywhere but right of a comparison.
  case misplacedPercentile
  /// `since`, `age` or `elapsed` that is not compared with a constant.
  case misplacedClock
  /// An aggregate of values without a property path.
  case missingPath
  /// A percentile outside 0 < p <= 100.
  case badPercentile
  /// A regular expression that does not compile.
  case badPattern

  // Types.
  /// A number, string or value where a boolean is due.
  case needsBoolean
  /// A boolean or string where a number is due.
  case needsNumber

  // Names.
  /// A segment, metric or list that does not exist.
  case unknownReference
  /// Definitions that need each other.
  case cycle

  // Warnings.
  /// A property path that nothing reads.
  case pathWithoutEffect
  /// A window that selects nothing.
  case emptyWindow
  /// A comparison that has the same answer whatever happens.
  case constantComparison
  /// An event that the data does not have.
  case unknownEvent
  /// A property, trait or session property that the data does not have.
  case unknownProperty

  // The workspace file.
  /// The file is not YAML.
  case badYAML
  /// A key that the workspace file does not have.
  case unknownKey
  /// A key that appears twice.
  case duplicateKey
  /// A value of the wrong shape.
  case wrongType
  /// A value that is out of range or does not exist, such as a time zone.
  case badSetting
  /// A name that cannot be referred to.
  case badName
}
