/// A positive step of a chain, and what leads to its rows while time goes forward.
struct ChainLink {
  /// Place of its view in the chain.
  let view: Int
  /// How long after a row that leads to it a row may come. Unit: ms.
  let withinMs: Int64
  /// Place of the view whose rows must not lie between.
  let excluded: Int?
  /// The window of its rows at the instant in work.
  var window = ResolvedWindow(index: 0, after: .min, through: .max)
  /// Rows of the step before, the longer lasting ones first: each lasts longer than all later ones.
  var leads = ReachedQueue()

  init(view: Int, withinMs: Int64, excluded: Int?) {
    self.view = view
    self.withinMs = withinMs
    self.excluded = excluded
  }

  /// Adds a row that leads to later ones: whatever lasts no longer is of no use any more.
  mutating func add(_ row: ReachedRow) {
    while let last = leads.last, last.until <= row.until { leads.removeLast() }
    leads.append(row)
  }

  /// Until when the best row lasts that leads to an instant; `.min` without one.
  mutating func best(at time: Int64) -> Int64 {
    while let first = leads.first, time &- first.time > withinMs { leads.removeFirst() }
    return leads.first?.until ?? .min
  }
}
