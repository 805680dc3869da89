import StarlingColumns
import StarlingLanguage
import StarlingTimeline

/// Adds up numbers the way an aggregate asks for.
///
/// Sums of numbers that doubles hold exactly stay in `plain`; once they may not, all go to `exact`.
struct NumberAccumulator {
  let aggregate: Aggregate
  private var count = 0
  private var plain = 0.0
  private var exact: ExactSum?

  init(_ aggregate: Aggregate) { self.aggregate = aggregate }

  /// Adds a number of which `exactCount` add up exactly as plain doubles.
  @inline(__always)
  mutating func add(_ number: Double, exactCount: Int) {
    count += 1
    switch aggregate {
    case .min: plain = count == 1 ? number : Swift.min(plain, number)
    case .max: plain = count == 1 ? number : Swift.max(plain, number)
    default:
      if count <= exactCount && exact == nil {
        plain += number
      } else {
        addExactly(number)
      }
    }
  }

  private mutating func addExactly(_ number: Double) {
    if exact == nil {
      exact = ExactSum()
      exact?.add(plain)
    }
    exact?.add(number)
  }

  /// Adds the numbers of the rows of a range that pass.
  mutating func add(_ part: TilePart, _ range: RowRange, _ codes: CodesView, _ table: NumberView) {
    if !codes.exists { return }
    part.filter.forEach(range) { row in
      let number = table.numbers[Int(codes[row])]
      if number == number { add(number, exactCount: table.exactCount) }
    }
  }

  /// The result; `nil` when there were no values and the aggregate has no answer then.
  var result: Double? {
    let sum = exact?.total ?? plain
    switch aggregate {
    case .sum: return sum
    case .avg: return count == 0 ? nil : sum / Double(count)
    default: return count == 0 ? nil : plain
    }
  }
}
