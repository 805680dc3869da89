/// What an `any` says about each value of its path for one person, while time goes forward.
///
/// An event changes the answer only for the values it has, and time only where an answer ends. So
/// an evaluation costs what changed, however many values the person has:
///
/// 1. Each value is due at the end of its answer or at its own next row, whichever comes first; at
///    first at its first row. A heap has the values by when they are due.
/// 2. One value that is true is enough: it is the holder and stands outside of the heap. While its
///    answer lasts nobody else is asked, and those that are due wait.
/// 3. Without a holder the due values are asked, earliest first, until one is true. All others are
///    false: whoever is not due was found false, or it would be the holder.
struct ValueHistory {
  private struct Value {
    /// Its rows in `times`: those the answer has not seen.
    var times: Range<Int>
    /// Its marks in `marks`, those that no window can reach any more left out.
    var marks: Range<Int>
    /// Time of its first row.
    var first: Int64
    var due: Int64
    /// End of its last answer.
    var until: Int64
  }

  /// Whether the person's rows have been collected.
  private(set) var isBuilt = false
  /// By value: the times of its rows, ascending.
  private var times: [Int64] = []
  /// By value: its rows as marks, in the order of their first rows.
  private(set) var marks: [MarkedWord] = []
  /// In the order of their first rows.
  private var values: [Value] = []
  private var heap = DueHeap()
  /// The value that is true, as far as is known.
  private var holder: Int?

  /// Begins with another person.
  mutating func begin() { isBuilt = false }

  /// Begins to collect a person's rows, those that are not visible yet included.
  mutating func startBuilding() {
    times.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// Adds a value by its first row.
  mutating func addValue(first: Int64) {
    values.append(
      Value(
        times: times.count..<times.count, marks: marks.count..<marks.count, first: first,
        due: first, until: .min))
  }

  /// Adds a row of the value added last, after its rows before.
  mutating func addTime(_ time: Int64) {
    times.append(time)
    values[values.count - 1].times = values[values.count - 1].times.lowerBound..<times.count
  }

  /// Adds the mark of a row of the value added last, after its rows before.
  mutating func addMark(_ mark: MarkedWord) {
    let start = values[values.count - 1].marks.lowerBound
    // Neighbouring rows share a word; those of other parts may come between.
    for place in (max(start, marks.count - 4)..<marks.count).reversed()
    where marks[place].scope == mark.scope && marks[place].word == mark.word {
      marks[place].bits |= mark.bits
      marks[place].last = mark.last
      return
    }
    marks.append(mark)
    values[values.count - 1].marks = start..<marks.count
  }

  /// Ends the collecting.
  mutating func finishBuilding() {
    isBuilt = true
    values.sort { $0.first < $1.first }
    forget()
  }

  /// Forgets all answers because an event came that the condition sees whatever its value.
  mutating func forget() {
    holder = nil
    heap.fill(ascending: values.lazy.map(\.first))
  }

  /// The next value to ask about at `now`; `nil` when `answer` is right.
  func due(at now: Int64) -> Int? {
    if let holder { return values[holder].due <= now ? holder : nil }
    return heap.due(at: now)
  }

  /// The answer at an instant at which no value is due.
  var answer: Outcome {
    if let holder { return Outcome(value: true, until: values[holder].until) }
    return Outcome(value: false, until: heap.earliest)
  }

  /// The marks of a value that matter at `now`.
  ///
  /// - Parameter oldest: Earlier rows are out of reach for every window, now and later.
  mutating func marks(of place: Int, from oldest: Int64, through now: Int64) -> Range<Int> {
    let end = values[place].marks.upperBound
    var start = values[place].marks.lowerBound
    while start < end && marks[start].last < oldest { start += 1 }
    values[place].marks = start..<end
    var visible = start
    while visible < end && marks[visible].first <= now { visible += 1 }
    return start..<visible
  }

  /// Keeps the answer for the value that was due.
  mutating func note(_ place: Int, _ outcome: Outcome, at now: Int64) {
    precondition(outcome.until > now, "an answer of \(now) must last beyond it")
    var value = values[place]
    while let time = value.times.first.map({ times[$0] }), time <= now {
      value.times = value.times.dropFirst()
    }
    value.until = outcome.until
    value.due = min(outcome.until, value.times.first.map { times[$0] } ?? .max)
    values[place] = value
    switch (outcome.value, place == holder) {
    case (true, true): break
    case (true, false):
      heap.removeFirst()
      holder = place
    case (false, true):
      holder = nil
      heap.insert(place, due: value.due)
    case (false, false): heap.delayFirst(to: value.due)
    }
  }
}

/// Rows of a value in one word of the marks of a part.
struct MarkedWord: BitwiseCopyable {
  /// Index in `TileLayout.scopes`.
  var scope: Int
  var word: Int
  var bits: UInt64
  /// Time of the first of the rows.
  var first: Int64
  /// Time of the last of the rows.
  var last: Int64
}
