import StarlingLanguage

/// What a YAML text gave: as much of its nodes as could be read, and what is wrong.
struct YAMLReading {
  /// The outermost node; nil when there is nothing but comments, or nothing that can be read.
  var root: YAMLNode?
  /// What is wrong with the text as YAML, in any order.
  var problems: [Diagnostic] = []
  /// Parts of the text that were passed over, because they are not YAML.
  var leftOut: [SourceRange] = []
  /// Whether nothing could be read, because of the first problem.
  var isBroken = false

  /// A text of which nothing can be read.
  static func broken(_ problem: Diagnostic) -> YAMLReading {
    YAMLReading(problems: [problem], isBroken: true)
  }
}
