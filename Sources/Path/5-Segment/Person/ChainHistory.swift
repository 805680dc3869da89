import StarlingColumns
import StarlingTimeline

/// What is known of a chain for one person while time goes forward: each row is read once.
///
/// Whether a row is reached, and until when windows hold an assignment that ends with it, depends
/// only on rows that are not later, and on time that has passed since. So the person's rows are
/// taken in instant by instant, and of what came before each step keeps only what can still lead
/// somewhere:
///
/// 1. A row of the first selector is reached until it leaves its window.
/// 2. `then B within d without C`: a row of B is reached as long as the best row that leads to it,
///    and as it is in its own window. A row a of the step before leads to b when a is another event
///    in [b.t - d, b.t] with no C between. A C ends what rows before its instant lead to; those
///    of its own instant go on only if they are that C. A row of the rest is of no use once a later
///    one lasts as long.
/// 3. `then no C within d`: reached rows wait until their time has passed. A C takes away the
///    latest of those that wait, as far back as d reaches. What is confirmed leads on to rows that
///    may have come meanwhile: `ChainHistory+Late`.
/// 4. The chain is true as long as the best row that came to the end.
///
/// Rows of one instant, which may be the very event that must not lie between, are compared one by
/// one. `ChainMatcher` says the same of all rows at once.
struct ChainHistory {
  /// Rows of one part that a view selects, as far as they have not been taken in.
  struct Cursor {
    let rows: SelectedRows
    private(set) var row: Int
    /// Time of `row`; `.max` after the last.
    private(set) var time = Int64.max

    init(_ rows: SelectedRows) {
      self.rows = rows
      row = rows.lower
      skip()
    }

    /// Goes on to a row that passes.
    private mutating func skip() {
      while row < rows.upper && !rows.passes(row) { row &+= 1 }
      time = row < rows.upper ? rows.times[row] : .max
    }

    /// Takes the next row in.
    mutating func advance() {
      row &+= 1
      skip()
    }
  }

  /// A row of the instant in work.
  private struct Reached {
    var row: RowReference
    var until: Int64
  }

  var steps: [ChainLink] = []
  /// The views of the chain in the order of its text.
  private(set) var views: [View] = []
  /// Whether histories can be kept of the chain at all.
  let isPossible: Bool

  /// Whether the person's rows have been found.
  private(set) var isBuilt = false
  private(set) var cursors: [Cursor] = []
  /// By view: where its cursors begin; then where the last one's end.
  private(set) var starts: [Int] = []
  /// The first instant that has not been taken in.
  private(set) var next = Int64.max
  /// Until when the chain is true without another event.
  var latest = Int64.min
  private var before: [Reached] = []
  private var found: [Reached] = []
  private var fresh: [RowReference] = []
  private var excluded: [RowReference] = []

  /// The history of a chain.
  ///
  /// - Parameter tracks: Those of the plan.
  init(_ chain: Chain, _ tracks: [Track], _ windows: WindowResolver) {
    var views = [chain.first]
    steps.append(ChainLink(view: 0, withinMs: 0, excluded: nil))
    for step in chain.steps {
      switch step {
      case .then(let view, let withinMs, let without):
        steps.append(
          ChainLink(
            view: views.count, withinMs: withinMs,
            excluded: without == nil ? nil : views.count + 1))
        views.append(view)
        if let without { views.append(without) }
      case .absent(let view, let withinMs):
        let last = steps.count - 1
        steps[last].absences.append((views.count, withinMs))
        steps[last].confirmMs = max(steps[last].confirmMs, withinMs)
        views.append(view)
      }
    }
    self.views = views
    isPossible = chain.isOrderly(windows) && views.allSatisfy { tracks[$0.track].scope == nil }
  }

  /// Begins with another person.
  mutating func begin() { isBuilt = false }
}

extension ChainHistory {
  // MARK: A person's rows

  /// Begins to find the person's rows, view by view.
  mutating func build() {
    isBuilt = true
    cursors.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    next = .max
    latest = .min
    for index in steps.indices {
      steps[index].leads.removeAll()
      steps[index].waiting.removeAll()
    }
  }

  /// Adds rows of the view in work, those that are not visible yet included.
  mutating func add(_ rows: SelectedRows) {
    let cursor = Cursor(rows)
    if cursor.time == .max { return }
    cursors.append(cursor)
    next = min(next, cursor.time)
  }

  /// Ends a view.
  mutating func endView() { starts.append(cursors.count) }

  /// Ends the last view: without rows for some step there is nothing to take in.
  mutating func finish() {
    for step in steps where starts[step.view] == starts[step.view + 1] { next = .max }
  }

  // MARK: Going forward

  /// Tells what the windows are at the instant that rows will be taken in through.
  mutating func resolve(_ windows: inout WindowResolver, at now: Int64) {
    for index in steps.indices {
      steps[index].window = windows.resolve(views[steps[index].view].window, at: now)
    }
  }

  /// Takes in all rows up to `now`, and the time that has passed.
  mutating func take(through now: Int64, _ columns: borrowing TileColumns, _ person: Int) {
    while next <= now {
      let time = next
      confirm(through: time - 1, columns, person)
      takeSteps(time, columns, person)
      next = .max
      for place in cursors.indices { next = min(next, cursors[place].time) }
    }
    confirm(through: now, columns, person)
  }

  /// The first instant at which there is something to take in: a row, or that a row is confirmed.
  var due: Int64 {
    var due = next
    for index in steps.indices { due = min(due, steps[index].confirmed) }
    return due
  }

  /// Whether the chain is true at an instant through which all is taken in, and until when.
  func outcome(at now: Int64) -> Outcome {
    if latest > now { return Outcome(value: true, until: latest) }
    var until = Int64.max
    for index in steps.indices { until = min(until, steps[index].confirmed) }
    return Outcome(value: false, until: until)
  }

  /// Takes in the rows of an instant, step by step.
  private mutating func takeSteps(
    _ time: Int64, _ columns: borrowing TileColumns, _ person: Int
  ) {
    before.removeAll(keepingCapacity: true)
    for index in steps.indices {
      Self.take(&cursors, starts, steps[index].view, time, &fresh)
      excluded.removeAll(keepingCapacity: true)
      if let view = steps[index].excluded {
        Self.take(&cursors, starts, view, time, &excluded)
      }
      found.removeAll(keepingCapacity: true)
      if !fresh.isEmpty { reach(index, time, columns, person) }
      remember(index, time, columns, person)
      swap(&before, &found)
      if !steps[index].absences.isEmpty { holdBack(index, time, columns, person) }
    }
    for reached in before { latest = max(latest, reached.until) }
  }

  /// Reads the rows of a view at an instant.
  private static func take(
    _ cursors: inout [Cursor], _ starts: [Int], _ view: Int, _ time: Int64,
    _ rows: inout [RowReference]
  ) {
    rows.removeAll(keepingCapacity: true)
    for place in starts[view]..<starts[view + 1] {
      while cursors[place].time == time {
        rows.append(cursors[place].rows.reference(cursors[place].row))
        cursors[place].advance()
      }
    }
  }

  /// Finds which rows of a step are reached at an instant, from those of the step before.
  private mutating func reach(
    _ index: Int, _ time: Int64, _ columns: borrowing TileColumns, _ person: Int
  ) {
    let end = steps[index].window.end(ofRow: time)
    if end <= time { return }
    let earlier = index == 0 ? Int64.max : steps[index].best(at: time)
    for row in fresh {
      var until = isFree(row, row, columns, person) ? earlier : .min
      for lead in before where lead.until > until && !columns.isSame(lead.row, row, person) {
        if isFree(lead.row, row, columns, person) { until = lead.until }
      }
      until = min(until, end)
      if until > time { found.append(Reached(row: row, until: until)) }
    }
  }

  /// Whether no other event than these two is among the excluded ones of the instant.
  private func isFree(
    _ left: RowReference, _ right: RowReference, _ columns: borrowing TileColumns, _ person: Int
  ) -> Bool {
    // Two events are two of them at most.
    if excluded.count > 2 { return false }
    for row in excluded
    where !columns.isSame(row, left, person) && !columns.isSame(row, right, person) {
      return false
    }
    return true
  }

  /// Keeps what the rows of an instant can still lead to at later ones.
  private mutating func remember(
    _ index: Int, _ time: Int64, _ columns: borrowing TileColumns, _ person: Int
  ) {
    if !excluded.isEmpty { steps[index].leads.removeAll() }
    for lead in before where isFree(lead.row, lead.row, columns, person) {
      steps[index].add(ReachedRow(row: lead.row, time: time, until: lead.until))
    }
  }

  /// Lets the rows that are reached at an instant wait for the absences after them; what comes at
  /// the instant takes away those that wait for it.
  private mutating func holdBack(
    _ index: Int, _ time: Int64, _ columns: borrowing TileColumns, _ person: Int
  ) {
    for (view, withinMs) in steps[index].absences {
      Self.take(&cursors, starts, view, time, &excluded)
      if excluded.isEmpty { continue }
      while let last = steps[index].waiting.last, last.time &+ withinMs >= time {
        steps[index].waiting.removeLast()
      }
      found.removeAll(keepingCapacity: true)
      for reached in before where isFree(reached.row, reached.row, columns, person) {
        found.append(reached)
      }
      swap(&before, &found)
    }
    for reached in before where reached.until > time &+ steps[index].confirmMs {
      steps[index].wait(ReachedRow(row: reached.row, time: time, until: reached.until))
    }
    before.removeAll(keepingCapacity: true)
  }
}
