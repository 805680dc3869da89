/// What an `any` says about each value of its path for one person, while time goes forward.
///
/// An event changes the answer only for the values it has: marks keep the others from seeing it.
/// So each value keeps its answer until that ends, until its own next row, or until an event that
/// the condition sees whatever its value.
struct ValueHistory {
  /// One value and what was last found for it.
  struct Value {
    /// Its rows, in order of time.
    var rows: Range<Int>
    /// Time of its first row.
    var first: Int64
    /// Its first row that the answer has not seen.
    var next: Int
    var outcome: Outcome
  }

  /// Whether the person's rows have been collected.
  private(set) var isBuilt = false
  /// By value, then in order of time.
  private(set) var rows: [ValueRow] = []
  /// In the order of their first rows.
  private(set) var values: [Value] = []

  /// Begins with another person.
  mutating func begin() { isBuilt = false }

  /// Collects a person's rows, those that are not visible yet included.
  mutating func build(_ rows: [ValueRow]) {
    isBuilt = true
    self.rows = rows.sorted { ($0.code, $0.time) < ($1.code, $1.time) }
    values.removeAll(keepingCapacity: true)
    var start = 0
    for end in 1..<rows.count + 1
    where end == rows.count || self.rows[end].code != self.rows[start].code {
      values.append(
        Value(
          rows: start..<end, first: self.rows[start].time, next: start,
          outcome: Outcome(value: false, until: .min)))
      start = end
    }
    values.sort { $0.first < $1.first }
  }

  /// Whether the answer for a value is still right.
  func holds(_ place: Int, at now: Int64) -> Bool {
    let value = values[place]
    if value.outcome.until <= now { return false }
    return value.next == value.rows.upperBound || rows[value.next].time > now
  }

  /// Keeps the answer for a value.
  mutating func note(_ place: Int, _ outcome: Outcome, at now: Int64) {
    values[place].outcome = outcome
    while values[place].next < values[place].rows.upperBound
      && rows[values[place].next].time <= now
    {
      values[place].next += 1
    }
  }

  /// Forgets all answers because an event came that the condition sees whatever its value.
  mutating func forget() {
    for place in values.indices { values[place].outcome.until = .min }
  }
}
