/// Finds definitions that build on others that build on others, too many levels deep.
///
/// A definition is evaluated with all that it refers to, so that what `LanguageLimits.treeHeight`
/// says of one expression must hold, with a higher number, for all of them together.
struct HeightCheck {
  /// A definition that is too high, and what to say of it.
  struct Problem {
    var index: Int
    var diagnostic: Diagnostic
  }

  /// Problems of the definitions at which the limit is exceeded; those that build on these have the
  /// same reason and are passed over.
  ///
  /// - Parameter order: All definitions, each behind those that it refers to.
  static func problems(
    in definitions: [CheckedDefinition], _ index: DefinitionIndex, order: [Int]
  ) -> [Problem] {
    var heights = Array(repeating: 0, count: definitions.count)
    var problems: [Problem] = []
    for number in order {
      guard let expression = definitions[number].expression else { continue }
      var highest = (height: 0, range: expression.range)
      heights[number] = expression.height { node in
        guard let target = index.target(of: node) else { return 0 }
        if heights[target] > highest.height { highest = (heights[target], node.range) }
        return heights[target]
      }
      let limit = LanguageLimits.joinedHeight
      if heights[number] > limit && highest.height <= limit {
        let diagnostic = Diagnostic(
          .error, .tooDeep,
          "what this needs, and what that needs in turn, is nested deeper than \(limit) levels",
          expected: "fewer definitions between this one and the events", range: highest.range,
          subject: definitions[number].definition.subject)
        problems.append(Problem(index: number, diagnostic: diagnostic))
      }
    }
    return problems
  }
}
