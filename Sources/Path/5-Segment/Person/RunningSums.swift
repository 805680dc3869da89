import StarlingColumns
import StarlingTimeline

/// Sums and counts of one person's rows inside windows that move forward: rows are added and taken
/// away as they come and go. Only for numbers whose sums are exact in any order.
struct RunningSums {
  /// A sum and how many numbers are in it.
  struct Sum: BitwiseCopyable {
    var sum: Double
    var count: Int
  }

  private struct Entry: BitwiseCopyable {
    var slide: RowSlide
    var total: Sum
  }

  private let numerics: Int
  private var entries = PersonMemory(
    blank: Entry(slide: .blank, total: Sum(sum: 0, count: 0)))

  init(numerics: Int) { self.numerics = numerics }

  /// Begins with another person, or the same from the start.
  mutating func begin(parts: Int) { entries.begin(count: parts * numerics) }

  /// The sum of the passing rows of a range, which never begins or ends before that of the last
  /// call for the same part and number.
  ///
  /// - Parameter numbers: By code; NaN where there is none.
  @inline(__always)
  func sum(
    _ numeric: Int, _ place: Int, _ filter: TilePart.Filter, _ range: RowRange,
    _ codes: CodesView, _ numbers: ArrayView<Double>
  ) -> Sum {
    let index = place &* numerics &+ numeric
    var entry: Entry
    if let known = entries[index], !known.slide.isBefore(range) {
      entry = known
    } else {
      entry = Entry(slide: RowSlide(before: range), total: Sum(sum: 0, count: 0))
    }
    var total = entry.total
    entry.slide.move(to: range) { row in
      let number = numbers[Int(codes[row])]
      if filter.passes(row) && number == number {
        total.sum -= number
        total.count &-= 1
      }
    } entering: { row in
      let number = numbers[Int(codes[row])]
      if filter.passes(row) && number == number {
        total.sum += number
        total.count &+= 1
      }
    }
    entry.total = total
    entries.note(index, entry)
    return total
  }
}
