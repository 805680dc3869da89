import StarlingModel

/// Writes a tree as text with the fewest parentheses that read back as the same tree.
///
/// A string on its own names an event or a property, beside an operator it is a value; a name that
/// needs quotes therefore gets parentheses where it would be read as a value.
struct ExpressionPrinter {
  /// How tightly a construct binds, weakest first.
  enum Level: Int {
    case or, and, not, comparison, sum, product, unary
  }

  /// What stands beside an operand.
  enum Place {
    case alone, beforeOperator, afterOperator
  }

  private(set) var text = ""
  private var inFilter = false

  /// Writes an operand; in parentheses when it binds weaker than `level`.
  mutating func write(_ expression: Expression, _ level: Level = .or, _ place: Place = .alone) {
    if Self.level(expression.kind).rawValue < level.rawValue {
      text += "("
      write(expression)
      text += ")"
    } else {
      writeBare(expression.kind, place)
    }
  }

  private static func level(_ kind: Expression.Kind) -> Level {
    switch kind {
    case .or: .or
    case .and: .and
    case .not: .not
    case .comparison, .isIn, .text: .comparison
    case .arithmetic(_, .plus, _), .arithmetic(_, .minus, _): .sum
    case .arithmetic: .product
    default: .unary
    }
  }

  private mutating func writeBare(_ kind: Expression.Kind, _ place: Place) {
    switch kind {
    case .or(let operands): join(operands, " or ", .and)
    case .and(let operands): join(operands, " and ", .not)
    case .not(let operand):
      text += "not "
      write(operand, .not)
    case .comparison(let left, let comparator, let right):
      write(left, .sum, .beforeOperator)
      text += " \(comparator.rawValue) "
      write(right, .sum, .afterOperator)
    case .isIn(let operand, let values, let isNegated):
      write(operand, .sum, .beforeOperator)
      text += isNegated ? " not in (" : " in ("
      text += values.map(Self.literal).joined(separator: ", ") + ")"
    case .text(let operand, let test, let wanted):
      write(operand, .sum, .beforeOperator)
      text += " \(test.rawValue) \(wanted.quoted)"
    case .arithmetic(let left, let sign, let right):
      let isSum = sign == .plus || sign == .minus
      write(left, isSum ? .sum : .product, place == .afterOperator ? place : .beforeOperator)
      text += " \(sign.rawValue) "
      write(right, isSum ? .product : .unary, .afterOperator)
    case .negative(let operand):
      text += "-"
      write(operand, .unary, .afterOperator)
    default: writePrimary(kind, place)
    }
  }

  private mutating func join(_ operands: [Expression], _ separator: String, _ level: Level) {
    for (index, operand) in operands.enumerated() {
      if index > 0 { text += separator }
      write(operand, level)
    }
  }

  private mutating func writePrimary(_ kind: Expression.Kind, _ place: Place) {
    switch kind {
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let number): text += NumberLiteral.write(number)
    case .duration(let milliseconds): text += DurationText.write(milliseconds)
    case .string(let string): text += string.quoted
    case .path(let path): writeProperty(path, place)
    case .existsPath(let path): text += "exists " + Self.path(path, isFiltered: true)
    case .existsReference(let reference, let path):
      text += "exists \(reference.rawValue)." + Self.path(path)
    case .reference(let reference, let path): text += "\(reference.rawValue)." + Self.path(path)
    case .sinceTrait(let path): text += "since(trait." + Self.path(path) + ")"
    case .elapsedTrait(let path): text += "elapsed(trait." + Self.path(path) + ")"
    case .aggregate(let aggregate, let selector): writeCall(aggregate.rawValue, selector)
    case .since(let selector): writeCall("since", selector)
    case .age(let selector): writeCall("age", selector)
    case .any(let path, let condition):
      text += "any " + Self.path(path) + " ("
      write(condition)
      text += ")"
    case .percentile(let rank): text += "percentile(" + NumberLiteral.write(rank) + ")"
    case .pattern(let pattern): write(pattern, place)
    default: preconditionFailure("operators are written by writeBare")
    }
  }

  // MARK: Selectors

  private mutating func writeCall(_ name: String, _ selector: Selector) {
    text += name + "("
    write(selector)
    text += ")"
  }

  private mutating func write(_ pattern: Pattern, _ place: Place) {
    let start = text.endIndex
    write(pattern.first)
    for step in pattern.steps {
      switch step {
      case .then(let selector, let length, let without):
        text += " then "
        write(selector)
        text += " within " + DurationText.write(length)
        guard let without else { break }
        text += " without "
        write(without)
      case .absent(let selector, let length):
        text += " then no "
        write(selector)
        text += " within " + DurationText.write(length)
      }
    }
    guard text[start...].hasPrefix("\""), text.hasSuffix("\""), pattern.steps.isEmpty,
      pattern.first.path == nil
    else { return }
    protect(from: start, place, beforeOperator: 1)
  }

  private mutating func write(_ selector: Selector) {
    switch selector.source {
    case .all: text += "*"
    case .session: text += "session"
    case .named(let name): text += Self.eventName(name)
    }
    if let path = selector.path { text += "." + Self.path(path) }
    if let filter = selector.filter {
      let wasInFilter = inFilter
      inFilter = true
      text += "{"
      write(filter)
      text += "}"
      inFilter = wasInFilter
    }
    if let window = selector.window { text += "[" + Self.window(window) + "]" }
  }

  static func window(_ window: Window) -> String {
    switch window {
    case .rolling(let length, 0): return DurationText.write(length)
    case .rolling(let length, let offset):
      return DurationText.write(length) + " offset " + DurationText.write(offset)
    case .calendar(let isLast, let unit): return (isLast ? "last " : "this ") + unit.rawValue
    case .absolute(let from, let to):
      let start = from.map { InstantText.write($0) + " " } ?? ""
      return start + ".." + (to.map { " " + InstantText.write($0) } ?? "")
    }
  }

  // MARK: Names and values

  private mutating func writeProperty(_ path: PropertyPath, _ place: Place) {
    let start = text.endIndex
    text += Self.path(path, isFiltered: true)
    guard path.components.count == 1, text[start...].hasPrefix("\"") else { return }
    protect(from: start, place, beforeOperator: 0)
  }

  /// Puts parentheses around a quoted name that an operator would turn into a value. Right of an
  /// operator it takes two pairs, because `("x")` is the value there, too.
  private mutating func protect(from start: String.Index, _ place: Place, beforeOperator: Int) {
    let pairs = place == .alone ? 0 : place == .beforeOperator ? beforeOperator : 2
    guard pairs > 0 else { return }
    text.insert(contentsOf: String(repeating: "(", count: pairs), at: start)
    text += String(repeating: ")", count: pairs)
  }

  static func eventName(_ name: String) -> String {
    let isBare = Keyword.byWord[name] == nil && name != "session" && Lexer.isName(name)
    return isBare ? name : name.quoted
  }

  static func path(_ path: PropertyPath, isFiltered: Bool = false) -> String {
    let written = path.components.enumerated().map { index, component in
      let isReserved =
        isFiltered && index == 0 && Keyword.byWord[component]?.isReservedInFilters == true
      return !isReserved && Lexer.isName(component) ? component : component.quoted
    }
    return written.joined(separator: ".")
  }

  static func literal(_ value: Value) -> String {
    switch value {
    case .number(let number): NumberLiteral.write(number)
    case .string(let string): string.quoted
    case .boolean(let boolean): boolean ? "true" : "false"
    case .list(let values): values.map(literal).joined(separator: ", ")
    }
  }
}

extension Expression {
  /// The expression in canonical form: fewest parentheses, durations and numbers in their usual
  /// form, quotes only where needed. `Expression.parse` reads it back as an equal tree.
  ///
  /// Numbers and durations of the tree must not be negative (`negative` says that), instants must
  /// lie in the years 0 to 9999, as they do in every tree that was read from text.
  package var text: String {
    var printer = ExpressionPrinter()
    printer.write(self)
    return printer.text
  }
}
