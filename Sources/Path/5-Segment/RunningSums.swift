import StarlingColumns
import StarlingTimeline

/// Sums of one person's rows inside windows that move forward: rows are added and taken away as
/// they come and go. Only for numbers whose sums are exact in any order.
struct RunningSums {
  private struct Entry: BitwiseCopyable {
    /// The person that the entry is about, as counted by `begin`.
    var person: UInt32
    var lower: UInt32
    var upper: UInt32
    var sum: Double
  }

  private static let blank = Entry(person: 0, lower: 0, upper: 0, sum: 0)

  private let numerics: Int
  private var person: UInt32 = 0
  private var memory = Scratch(count: 0, repeating: blank)
  private var entries: ScratchView<Entry>

  init(numerics: Int) {
    self.numerics = numerics
    entries = memory.view
  }

  /// Begins with another person, or the same from the start.
  mutating func begin(parts: Int) {
    person &+= 1
    if entries.count >= parts * numerics && person != 0 { return }
    memory = Scratch(count: parts * numerics * 2, repeating: Self.blank)
    entries = memory.view
    person = 1
  }

  /// The sum of the passing rows of a range, which never begins or ends before that of the last
  /// call for the same part and number.
  @inline(__always)
  func sum(
    _ numeric: Int, _ place: Int, _ filter: TilePart.Filter, _ range: RowRange,
    _ codes: CodesView, _ addends: ArrayView<Double>
  ) -> Double {
    let index = place &* numerics &+ numeric
    let start = UInt32(truncatingIfNeeded: range.lower)
    var entry = entries[index]
    if entry.person != person || entry.upper <= start {
      entry = Entry(person: person, lower: start, upper: start, sum: 0)
    }
    while entry.lower < start {
      let row = Int(entry.lower)
      if filter.passes(row) { entry.sum -= addends[Int(codes[row])] }
      entry.lower &+= 1
    }
    while Int(entry.upper) < range.upper {
      let row = Int(entry.upper)
      if filter.passes(row) { entry.sum += addends[Int(codes[row])] }
      entry.upper &+= 1
    }
    entries[index] = entry
    return entry.sum
  }
}
