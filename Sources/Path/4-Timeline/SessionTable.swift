import StarlingModel

/// The sessions of a tile's people: maximal runs of events with no pause longer than the gap.
///
/// Only where each session starts is stored; what is in it is read from `Tile.all` up to the row
/// that is visible at the time of asking, so an unfinished session is right at every instant.
package struct SessionTable: Sendable {
  /// Shape: people + 1 entries: sessions of person `p` are `starts[p]..<starts[p + 1]`.
  package let starts: [UInt32]
  /// The start of each person's last session; `.min` without one. Shape: people entries.
  package let lasts: [Int64]
  /// The start of the latest session; `.min` without any.
  package let latest: Int64
  /// Shape: one entry per session: its first event's time. Unit: ms since 1970 UTC.
  package let times: [Int64]
  /// Shape: one entry per session: its first row in `Tile.all`.
  package let firstRows: [UInt32]

  /// Sessions that somebody has found.
  init(starts: [UInt32], lasts: [Int64], times: [Int64], firstRows: [UInt32]) {
    self.starts = starts
    self.lasts = lasts
    latest = lasts.max() ?? .min
    self.times = times
    self.firstRows = firstRows
  }

  /// Splits each person's events where they pause for longer than `gapMs`.
  ///
  /// - Complexity: O(rows).
  init(_ all: Posting, people: Int, gapMs: Int64) {
    var starts: [UInt32] = [0]
    starts.reserveCapacity(people + 1)
    var lasts: [Int64] = []
    var times: [Int64] = []
    var firstRows: [UInt32] = []
    for person in 0..<people {
      let rows = all.rows(person)
      var previous = Int64.min
      for row in rows {
        let time = all.times[row]
        if row == rows.lowerBound || time - previous > gapMs {
          times.append(time)
          firstRows.append(UInt32(row))
        }
        previous = time
      }
      lasts.append(UInt32(times.count) > starts[person] ? times[times.count - 1] : .min)
      starts.append(UInt32(times.count))
    }
    self.starts = starts
    self.lasts = lasts
    latest = lasts.max() ?? .min
    self.times = Array(times)
    self.firstRows = Array(firstRows)
  }
}
