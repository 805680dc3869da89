import StarlingLanguage
import StarlingModel

/// Expressions written out, for reproductions that one can paste; always with all the parentheses
/// that could matter.
extension Expression {
  /// The text that reads as this tree.
  package var text: String {
    switch kind {
    case .boolean(let boolean): boolean ? "true" : "false"
    case .number(let number): numberText(number)
    case .duration(let milliseconds): durationText(milliseconds)
    case .string(let string): quotedText(string)
    case .and(let operands): operands.map(\.operandText).joined(separator: " and ")
    case .or(let operands): operands.map(\.operandText).joined(separator: " or ")
    case .not(let operand): "not " + operand.operandText
    case .comparison(let left, let comparator, let right):
      "\(left.operandText) \(comparator.rawValue) \(right.operandText)"
    case .isIn(let operand, let list, let negated):
      operand.operandText + (negated ? " not in " : " in ")
        + "(" + list.map(literalText).joined(separator: ", ") + ")"
    case .text(let operand, let test, let text):
      "\(operand.operandText) \(test.rawValue) \(quotedText(text))"
    case .arithmetic(let left, let operation, let right):
      "\(left.operandText) \(operation.rawValue) \(right.operandText)"
    case .negative(let operand): "-" + operand.operandText
    case .path(let path): path.text
    case .existsPath(let path): "exists " + path.text
    case .existsReference(let reference, let path): "exists \(reference.rawValue).\(path.text)"
    case .aggregate(let aggregate, let selector): "\(aggregate.rawValue)(\(selector.text))"
    case .since(let selector): "since(\(selector.text))"
    case .age(let selector): "age(\(selector.text))"
    case .sinceTrait(let path): "since(trait.\(path.text))"
    case .elapsedTrait(let path): "elapsed(trait.\(path.text))"
    case .reference(let reference, let path): "\(reference.rawValue).\(path.text)"
    case .any(let path, let inner): "any \(path.text) (\(inner.text))"
    case .pattern(let pattern):
      ([pattern.first.text] + pattern.steps.map(\.text)).joined(separator: " then ")
    case .percentile(let share): "percentile(\(numberText(share)))"
    }
  }

  /// The text as part of something larger.
  private var operandText: String {
    switch kind {
    case .and, .or, .not, .comparison, .isIn, .text, .arithmetic: "(\(text))"
    case .pattern(let pattern) where !pattern.steps.isEmpty: "(\(text))"
    default: text
    }
  }
}

extension Selector {
  /// The text that reads as this selector.
  package var text: String {
    var text: String
    switch source {
    case .all: text = "*"
    case .session: text = "session"
    case .named(let name): text = nameText(name)
    }
    if let path { text += "." + path.text }
    if let filter { text += "{\(filter.text)}" }
    if let window { text += "[\(window.text)]" }
    return text
  }
}

extension Window {
  fileprivate var text: String {
    switch self {
    case .rolling(let lengthMs, 0): durationText(lengthMs)
    case .rolling(let lengthMs, let offsetMs):
      "\(durationText(lengthMs)) offset \(durationText(offsetMs))"
    case .calendar(let isLast, let unit): (isLast ? "last " : "this ") + unit.rawValue
    case .absolute(let from, let to): "\(from?.text ?? "") .. \(to?.text ?? "")"
    }
  }
}

extension Pattern.Step {
  fileprivate var text: String {
    switch self {
    case .then(let selector, let withinMs, let without):
      "\(selector.text) within \(durationText(withinMs))"
        + (without.map { " without \($0.text)" } ?? "")
    case .absent(let selector, let withinMs):
      "no \(selector.text) within \(durationText(withinMs))"
    }
  }
}

extension PropertyPath {
  /// The path with dots; components that are no bare names in quotes.
  package var text: String { components.map(nameText).joined(separator: ".") }
}

/// A bare name where the language allows one, else a string.
private func nameText(_ name: String) -> String {
  let isBare = name.utf8.allSatisfy { byte in
    (97...122).contains(byte) || (65...90).contains(byte) || byte == 95
  }
  return isBare && !name.isEmpty && !reserved.contains(name) ? name : quotedText(name)
}

/// Words that mean something in some place; quoted to be safe in every place.
private let reserved: Set<String> = [
  "and", "or", "not", "in", "contains", "starts", "ends", "with", "matches", "true", "false",
  "count", "days", "sum", "avg", "min", "max", "distinct", "first", "last", "since", "age",
  "elapsed", "any", "exists", "then", "within", "without", "no", "offset", "this", "trait",
  "segment", "list", "metric", "score", "cluster", "percentile", "session",
]

private func quotedText(_ text: String) -> String { OrderedJSON.string(text).text }

private func numberText(_ number: Double) -> String {
  Int64(exactly: number).map(String.init) ?? "\(number)"
}

private func literalText(_ value: Value) -> String { value.json.text }

private func durationText(_ milliseconds: Int64) -> String {
  let units: [(String, Int64)] = [
    ("d", Milliseconds.day), ("h", Milliseconds.hour), ("m", Milliseconds.minute),
    ("s", Milliseconds.second), ("ms", 1),
  ]
  let unit = units.first { milliseconds % $0.1 == 0 } ?? ("ms", 1)
  return "\(milliseconds / unit.1)\(unit.0)"
}
