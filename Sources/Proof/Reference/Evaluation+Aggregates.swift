import StarlingLanguage
import StarlingModel

extension Evaluation {
  /// The value of an aggregate over what a selector selects.
  func value(of aggregate: Aggregate, over selector: Selector) -> Value? {
    let events = select(selector)
    let values = events.compactMap { event in selector.path.flatMap { event.properties[$0] } }
    let numbers = values.compactMap(\.number)
    switch aggregate {
    case .count: return .number(Double(events.count))
    case .days:
      return .number(Double(Set(events.map { evaluator.calendar.day(of: $0.stamp) }).count))
    case .sum: return .number(ExactSum.of(numbers))
    case .avg: return numbers.isEmpty ? nil : .number(ExactSum.of(numbers) / Double(numbers.count))
    case .min: return numbers.min().map { .number($0) }
    case .max: return numbers.max().map { .number($0) }
    case .distinct: return .number(Double(distinct(values).count))
    // Events are in timeline order, which settles ties as `first` and `last` want them.
    case .first: return values.first
    case .last: return values.last
    }
  }

  private func distinct(_ values: [Value]) -> [Value] {
    values.reduce(into: []) { known, value in
      if !known.contains(where: { Operators.isEqual($0, value) }) { known.append(value) }
    }
  }
}
