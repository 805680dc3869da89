import StarlingColumns

/// How many rows of the same person, instant and name come before a row of `Tile.all`.
///
/// A row of `Tile.all` and a row of a posting are the same event when both are the k-th of their
/// name at their instant. Only rows with k > 0 are kept, and few events share an instant.
package struct InstantOrdinals: Sendable {
  /// Rows of `Tile.all`, ascending.
  package let rows: [UInt32]
  /// How many come before each of `rows`.
  package let before: [UInt32]

  /// Ordinals that somebody has found.
  init(rows: [UInt32], before: [UInt32]) {
    self.rows = rows
    self.before = before
  }

  /// - Complexity: O(rows).
  init(_ all: Posting, _ names: Codes, people: Int) {
    var rows: [UInt32] = []
    var before: [UInt32] = []
    var counts: [UInt32: UInt32] = [:]
    let times = all.view.times
    for person in 0..<people {
      var instant: Int64?
      for row in all.rows(person) {
        let isTied = instant == times[row]
        instant = times[row]
        if !isTied {
          let next = row + 1
          let startsTie = next < times.count && times[next] == times[row]
          if !counts.isEmpty { counts.removeAll(keepingCapacity: true) }
          if startsTie { counts[names[row]] = 1 }
          continue
        }
        let count = counts[names[row], default: 0]
        if count > 0 {
          rows.append(UInt32(row))
          before.append(count)
        }
        counts[names[row]] = count + 1
      }
    }
    self.rows = rows
    self.before = before
  }
}
