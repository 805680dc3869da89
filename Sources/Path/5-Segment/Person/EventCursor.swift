import StarlingColumns
import StarlingTimeline

/// A person's events in order of time, identify calls beside the others.
struct EventCursor {
  private let times: ArrayView<Int64>
  private let names: CodesView
  private let traitTimes: ArrayView<Int64>
  private var row: Int
  private let endRow: Int
  private var trait: Int
  private let endTrait: Int

  init(_ columns: TileColumns, _ person: Int) {
    times = columns.all.times
    names = columns.allNames
    traitTimes = columns.traitTimes
    row = Int(columns.all.starts[person])
    endRow = Int(columns.all.starts[person + 1])
    trait = Int(columns.traitStarts[person])
    endTrait = Int(columns.traitStarts[person + 1])
  }

  /// Time of the next event; `.max` after the last.
  var next: Int64 { min(nextRow, trait < endTrait ? traitTimes[trait] : .max) }

  /// Time of the next track, page or screen event; `.max` after the last.
  var nextRow: Int64 { row < endRow ? times[row] : .max }

  /// Posting of the next track, page or screen event.
  var nextPosting: Int? { row < endRow ? Int(names[row]) : nil }

  /// Passes over the next track, page or screen event.
  mutating func skipRow() { row += 1 }

  /// Passes over the events up to and including `now`.
  mutating func skip(through now: Int64) {
    while row < endRow && times[row] <= now { row += 1 }
    while trait < endTrait && traitTimes[trait] <= now { trait += 1 }
  }

  /// Takes the next track, page or screen event, if it comes by `now`: its posting.
  mutating func posting(at now: Int64) -> Int? {
    if row == endRow || times[row] > now { return nil }
    row += 1
    return Int(names[row - 1])
  }

  /// Takes the next identify call, if it comes by `now`.
  mutating func isTrait(at now: Int64) -> Bool {
    if trait == endTrait || traitTimes[trait] > now { return false }
    trait += 1
    return true
  }
}
