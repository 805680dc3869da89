/// What aggregates other than plain sums and counts keep about one person while windows move
/// forward; only for those that many rows are read for.
struct RunningValues {
  /// By number: different values or days.
  var sets: [RunningSet]
  /// By number: minimum or maximum.
  var extremes: [RunningExtremes]
  /// By number: sum or average.
  var sums: [RunningExactSum]
  /// By number: whether it keeps something about the person.
  private var isUsed: [Bool]
  /// The numbers that do.
  private var used: [Int] = []

  /// Room for so many numbers of a plan.
  init(numerics: Int) {
    sets = Array(repeating: RunningSet(), count: numerics)
    extremes = Array(repeating: RunningExtremes(), count: numerics)
    sums = Array(repeating: RunningExactSum(), count: numerics)
    isUsed = Array(repeating: false, count: numerics)
  }

  /// States that a number keeps something about the person.
  mutating func use(_ numeric: Int) {
    if isUsed[numeric] { return }
    isUsed[numeric] = true
    used.append(numeric)
  }

  /// Begins with another person, or the same from the start.
  mutating func begin() {
    if used.isEmpty { return }
    for numeric in used {
      sets[numeric].begin()
      extremes[numeric].begin()
      sums[numeric].begin()
      isUsed[numeric] = false
    }
    used.removeAll(keepingCapacity: true)
  }
}
