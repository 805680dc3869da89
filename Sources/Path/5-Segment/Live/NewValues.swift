/// The values that events of one instant brought, with all rows of their person that have them,
/// kept for all questions about the instant: many `any` go through the values of the same path.
struct NewValues {
  /// By path of the plan: rows by value.
  private var rows: [[ValueRow]]
  /// By path of the plan: the instant that `rows` are about; `.min` = none.
  private var instants: [Int64]
  /// By path of the plan: the most rows that one value has.
  private var most: [Int]
  /// The paths that something is known of.
  private var known: [Int] = []

  /// Nothing about so many paths.
  init(paths: Int) {
    rows = [[ValueRow]](repeating: [], count: paths)
    instants = [Int64](repeating: .min, count: paths)
    most = [Int](repeating: 0, count: paths)
  }

  /// Forgets everything: another tile.
  mutating func forget() {
    for path in known { instants[path] = .min }
    known.removeAll(keepingCapacity: true)
  }

  /// Whether the rows at a path are those of an instant.
  func isKnown(_ path: Int, at now: Int64) -> Bool { instants[path] == now && now != .min }

  /// Memory for the rows of an instant, which is to be put back.
  mutating func begin(_ path: Int, at now: Int64) -> [ValueRow] {
    instants[path] = now
    known.append(path)
    var rows = take(path)
    rows.removeAll(keepingCapacity: true)
    return rows
  }

  /// Keeps the rows of an instant, by value.
  mutating func note(_ path: Int, _ rows: [ValueRow]) {
    var longest = 0
    var start = 0
    for (index, row) in rows.enumerated() {
      if row.code != rows[start].code { start = index }
      longest = max(longest, index - start + 1)
    }
    most[path] = longest
    self.rows[path] = rows
  }

  /// The most rows that one of the values at a path has.
  func mostRows(_ path: Int) -> Int { most[path] }

  /// The rows at a path, to be put back: who reads them may be asked about others meanwhile.
  mutating func take(_ path: Int) -> [ValueRow] {
    var taken: [ValueRow] = []
    swap(&taken, &rows[path])
    return taken
  }

  /// Keeps the rows at a path.
  mutating func put(_ path: Int, _ rows: [ValueRow]) { self.rows[path] = rows }
}
