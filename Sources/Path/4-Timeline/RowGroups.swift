import StarlingModel

/// The rows of a tile split by what they are, each group in the order of the rows given: first the
/// events by name, then the identify calls, then the rest.
struct RowGroups {
  /// Name codes of the first groups, ascending.
  let names: [UInt32]
  /// Shape: one entry per group, and the end.
  private let starts: [Int]
  private let rows: [UInt32]

  /// Number of the group of a row, by row.
  private static func group(_ row: Int, _ staged: StagedRows, _ groupOfName: [UInt32]) -> UInt32 {
    switch staged.kind(row) {
    case .track, .page, .screen: groupOfName[Int(staged.name(row))]
    case .identify: groupOfName[groupOfName.count - 2]
    case .group, .alias: groupOfName[groupOfName.count - 1]
    }
  }

  /// Splits rows that are in order.
  ///
  /// - Complexity: O(rows + names of the vocabulary).
  init(_ order: [UInt32], _ staged: StagedRows) {
    var largest = -1
    var row = 0
    while row < staged.count {
      if staged.kind(row).isSelectable { largest = max(largest, Int(staged.name(row))) }
      row &+= 1
    }
    // The last two entries stand for identify calls and for the rest.
    var groupOfName = [UInt32](repeating: 0, count: largest + 3)
    row = 0
    while row < staged.count {
      if staged.kind(row).isSelectable { groupOfName[Int(staged.name(row))] = 1 }
      row &+= 1
    }
    names = (0..<UInt32(largest + 1)).filter { groupOfName[Int($0)] == 1 }
    for (index, name) in names.enumerated() { groupOfName[Int(name)] = UInt32(index) }
    groupOfName[largest + 1] = UInt32(names.count)
    groupOfName[largest + 2] = UInt32(names.count + 1)

    var starts = [Int](repeating: 0, count: names.count + 3)
    for row in order { starts[Int(Self.group(Int(row), staged, groupOfName)) + 1] += 1 }
    for group in 1..<starts.count { starts[group] += starts[group - 1] }
    var next = starts
    var rows = [UInt32](repeating: 0, count: order.count)
    for row in order {
      let group = Int(Self.group(Int(row), staged, groupOfName))
      rows[next[group]] = row
      next[group] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  /// The rows of an event name, by index in `names`.
  func rows(named index: Int) -> ArraySlice<UInt32> { rows[starts[index]..<starts[index + 1]] }

  /// The identify calls.
  var identifyCalls: ArraySlice<UInt32> { rows(named: names.count) }
}
