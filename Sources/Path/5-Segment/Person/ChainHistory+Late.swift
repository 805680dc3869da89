import StarlingColumns
import StarlingTimeline

/// What a row leads to when the absences after it are confirmed: rows that came meanwhile are
/// reached late, those still to come in their turn.
extension ChainHistory {
  /// Confirms the rows whose time has passed.
  ///
  /// - Parameter limit: An instant through which all rows are taken in.
  mutating func confirm(
    through limit: Int64, _ columns: borrowing TileColumns, _ person: Int
  ) {
    for index in steps.indices {
      while steps[index].confirmed <= limit, let row = steps[index].waiting.first {
        steps[index].waiting.removeFirst()
        lead(from: index, row, limit, columns, person)
      }
    }
  }

  /// Follows a row that is reached and confirmed to the next step.
  private mutating func lead(
    from index: Int, _ row: ReachedRow, _ limit: Int64, _ columns: borrowing TileColumns,
    _ person: Int
  ) {
    if row.until <= limit { return }
    guard index + 1 < steps.count else {
      latest = max(latest, row.until)
      return
    }
    var barrier: Int64?
    if let view = steps[index + 1].excluded {
      barrier = first(of: view, after: row, through: limit, columns, person)
    }
    let reach = row.time.addingReportingOverflow(steps[index + 1].withinMs)
    let end = min(limit, reach.overflow ? .max : reach.partialValue, barrier ?? .max)
    reachLate(index + 1, row, end, barrier, limit, columns, person)
    if barrier == nil { steps[index + 1].add(row) }
  }

  /// Reaches the rows of a step from an earlier row through an instant.
  ///
  /// - Parameter barrier: When the first event comes that must not lie between; only that very
  ///   event can still be reached then.
  private mutating func reachLate(
    _ index: Int, _ lead: ReachedRow, _ end: Int64, _ barrier: Int64?, _ limit: Int64,
    _ columns: borrowing TileColumns, _ person: Int
  ) {
    let isLast = index == steps.count - 1 && steps[index].absences.isEmpty
    for place in starts[steps[index].view]..<starts[steps[index].view + 1] {
      let rows = cursors[place].rows
      var row = rows.place(after: end)
      while row > rows.lower {
        row -= 1
        let time = rows.times[row]
        if time < lead.time { break }
        let reference = rows.reference(row)
        if !rows.passes(row) { continue }
        if time == lead.time && columns.isSame(lead.row, reference, person) { continue }
        if time == barrier, let view = steps[index].excluded,
          hasOthers(view, at: time, than: lead, reference, columns, person)
        {
          continue
        }
        let until = min(lead.until, steps[index].window.end(ofRow: time))
        if until <= limit { break }
        let reached = ReachedRow(row: reference, time: time, until: until)
        enter(index, reached, limit, columns, person)
        // Earlier rows leave their window no later than this one.
        if isLast { break }
      }
    }
  }

  /// Takes in a row that is reached after its own time.
  private mutating func enter(
    _ index: Int, _ row: ReachedRow, _ limit: Int64, _ columns: borrowing TileColumns,
    _ person: Int
  ) {
    for (view, withinMs) in steps[index].absences {
      let end = min(limit, row.time &+ withinMs)
      let follower = first(of: view, after: row, through: end, columns, person)
      if follower != nil { return }
    }
    let confirmed = row.time &+ steps[index].confirmMs
    if confirmed <= limit {
      lead(from: index, row, limit, columns, person)
    } else if row.until > confirmed {
      steps[index].waitLate(row)
    }
  }

  /// When the first event of a view comes from a row's instant through `end`, the row itself aside.
  private func first(
    of view: Int, after row: ReachedRow, through end: Int64, _ columns: borrowing TileColumns,
    _ person: Int
  ) -> Int64? {
    var found: Int64?
    for place in starts[view]..<starts[view + 1] {
      let rows = cursors[place].rows
      var index = rows.first(from: row.time)
      while index < rows.upper, rows.times[index] <= min(end, found ?? end) {
        let time = rows.times[index]
        let isOwn =
          time == row.time && columns.isSame(rows.reference(index), row.row, person)
        if rows.passes(index) && !isOwn {
          found = time
          break
        }
        index += 1
      }
    }
    return found
  }

  /// Whether a view has an event at an instant other than two.
  private func hasOthers(
    _ view: Int, at time: Int64, than left: ReachedRow, _ right: RowReference,
    _ columns: borrowing TileColumns, _ person: Int
  ) -> Bool {
    for place in starts[view]..<starts[view + 1] {
      let rows = cursors[place].rows
      var index = rows.first(from: time)
      while index < rows.upper, rows.times[index] == time {
        let row = rows.reference(index)
        let isLeft = time == left.time && columns.isSame(row, left.row, person)
        if rows.passes(index) && !isLeft && !columns.isSame(row, right, person) {
          return true
        }
        index += 1
      }
    }
    return false
  }
}
