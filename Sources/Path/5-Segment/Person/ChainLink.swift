/// A positive step of a chain, and what leads to its rows while time goes forward.
struct ChainLink {
  /// Place of its view in the chain.
  let view: Int
  /// How long after a row that leads to it a row may come. Unit: ms.
  let withinMs: Int64
  /// Place of the view whose rows must not lie between.
  let excluded: Int?
  /// What must not come after its rows: places of views, and for how long.
  var absences: [(view: Int, withinMs: Int64)] = []
  /// How long after a row its last absence is confirmed. Unit: ms.
  var confirmMs: Int64 = 0
  /// The window of its rows at the instant in work.
  var window = ResolvedWindow(index: 0, after: .min, through: .max)
  /// Rows of the step before, the longer lasting ones first: each lasts longer than all later ones.
  var leads = ReachedQueue()
  /// Its reached rows whose absences are not confirmed yet.
  var waiting = ReachedQueue()

  init(view: Int, withinMs: Int64, excluded: Int?) {
    self.view = view
    self.withinMs = withinMs
    self.excluded = excluded
  }

  /// When the first row that waits is confirmed if nothing comes; `.max` when none waits.
  var confirmed: Int64 { waiting.first.map { $0.time &+ confirmMs } ?? .max }

  /// Adds a row that leads to later ones, unless a later one lasts as long; those before it that
  /// last no longer are of no use any more.
  mutating func add(_ row: ReachedRow) {
    let place = leads.place(after: row.time)
    if let next = leads[place], next.until >= row.until { return }
    var start = place
    while let previous = leads[start - 1], previous.until <= row.until { start -= 1 }
    leads.replace(start..<place, with: row)
  }

  /// Until when the best row lasts that leads to an instant; `.min` without one.
  mutating func best(at time: Int64) -> Int64 {
    while let first = leads.first, time &- first.time > withinMs { leads.removeFirst() }
    return leads.first?.until ?? .min
  }

  /// Lets a row wait for its absences that is reached at its own time.
  mutating func wait(_ row: ReachedRow) { waiting.append(row) }

  /// Lets a row wait for its absences that is reached later, or again.
  mutating func waitLate(_ row: ReachedRow) {
    let place = waiting.place(after: row.time)
    var known = place - 1
    while let other = waiting[known], other.time == row.time {
      if other.row == row.row {
        if other.until < row.until { waiting.replace(known..<known + 1, with: row) }
        return
      }
      known -= 1
    }
    waiting.replace(place..<place, with: row)
  }
}
