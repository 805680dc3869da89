/// The least or greatest number of one person's rows inside windows that move forward.
///
/// For each part the rows are kept that can still become the answer: those that no later row
/// beats, so that their numbers only get worse from first to last.
///
/// - Complexity: O(1) for each row, all calls for a person together.
/// - Source: the ascending minima algorithm, Richard Harter, 2001.
struct RunningExtremes {
  private struct Part {
    var slide: RowSlide
    var candidates: [(row: Int, number: Double)] = []
    /// Place of the first candidate that has not left.
    var first = 0
  }

  private var parts: [Part] = []

  /// Forgets everything.
  mutating func begin() { parts.removeAll(keepingCapacity: true) }

  /// The best number of a range of a part.
  ///
  /// - Parameters:
  ///   - index: Counts the parts, which come in the same order each time.
  ///   - isGreatest: Whether the greatest number is the best.
  ///   - number: The number of a row, always the same; `nil` for rows that do not count.
  mutating func best(
    _ index: Int, of range: RowRange, isGreatest: Bool, _ number: (Int) -> Double?
  ) -> Double? {
    if index == parts.count { parts.append(Part(slide: RowSlide(before: range))) }
    var part = parts[index]
    parts[index].candidates = []
    part.slide.move(to: range) { _ in
    } entering: { row in
      guard let number = number(row) else { return }
      while part.candidates.count > part.first, let last = part.candidates.last,
        isGreatest ? last.number <= number : last.number >= number
      {
        part.candidates.removeLast()
      }
      part.candidates.append((row, number))
    }
    while part.first < part.candidates.count && part.candidates[part.first].row < range.lower {
      part.first += 1
    }
    if part.first * 2 > part.candidates.count {
      part.candidates.removeFirst(part.first)
      part.first = 0
    }
    parts[index] = part
    return part.first < part.candidates.count ? part.candidates[part.first].number : nil
  }
}
