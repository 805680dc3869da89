/// The different keys of one person's rows inside windows that move forward, over several parts.
struct RunningSet {
  private var slides: [RowSlide] = []
  /// By key: number of rows.
  private var rows: [Int64: Int] = [:]

  /// Number of different keys.
  var count: Int { rows.count }

  /// Forgets everything.
  mutating func begin() {
    slides.removeAll(keepingCapacity: true)
    rows.removeAll()
  }

  /// Takes in the rows of a range of a part.
  ///
  /// - Parameters:
  ///   - index: Counts the parts, which come in the same order each time.
  ///   - key: The key of a row, always the same; `nil` for rows that do not count.
  mutating func move(_ index: Int, to range: RowRange, _ key: (Int) -> Int64?) {
    if index == slides.count { slides.append(RowSlide(before: range)) }
    slides[index].move(to: range) { row in
      guard let key = key(row), let count = rows[key] else { return }
      rows[key] = count > 1 ? count - 1 : nil
    } entering: { row in
      if let key = key(row) { rows[key, default: 0] += 1 }
    }
  }
}
