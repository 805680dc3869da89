import StarlingColumns

/// The sum of one person's rows inside windows that move forward, over several parts, for numbers
/// whose sum doubles do not hold exactly: rounded once, when it is read.
struct RunningExactSum {
  private var slides: [RowSlide] = []
  private var sum = ExactSum()
  private var count = 0

  /// The sum, rounded to the nearest double, and the count, of one more number too if there is one.
  mutating func adding(_ last: Double? = nil) -> (sum: Double, count: Int) {
    guard let last else { return (sum.total, count) }
    sum.add(last)
    defer { sum.add(-last) }
    return (sum.total, count + 1)
  }

  /// Forgets everything.
  mutating func begin() {
    slides.removeAll(keepingCapacity: true)
    sum = ExactSum()
    count = 0
  }

  /// Takes in the rows of a range of a part.
  ///
  /// - Parameters:
  ///   - index: Counts the parts, which come in the same order each time.
  ///   - number: The finite number of a row, always the same; `nil` for rows that do not count.
  mutating func move(_ index: Int, to range: RowRange, _ number: (Int) -> Double?) {
    if index == slides.count { slides.append(RowSlide(before: range)) }
    slides[index].move(to: range) { row in
      guard let number = number(row) else { return }
      sum.add(-number)
      count -= 1
    } entering: { row in
      guard let number = number(row) else { return }
      sum.add(number)
      count += 1
    }
  }
}
