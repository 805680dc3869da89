import StarlingColumns

/// Builds postings from staged rows that are in order: person by person, each person's by time.
struct PostingBuilder {
  private let staged: StagedRows
  private let people: Int
  /// Column of each path in the posting in work, plus 1; 0 for paths that it does not have.
  private var columnOfPath: [UInt32]

  /// A builder for the rows of a tile with so many people.
  init(_ staged: StagedRows, people: Int) {
    self.staged = staged
    self.people = people
    columnOfPath = [UInt32](repeating: 0, count: Int(staged.paths.max() ?? 0) + 1)
  }

  /// The posting of some rows.
  ///
  /// - Parameters:
  ///   - hasProperties: Whether the columns of properties are wanted.
  ///   - isDense: Whether everybody gets a slot whatever it costs.
  /// - Complexity: O(rows × their properties + people).
  mutating func posting(
    _ order: ArraySlice<UInt32>, hasProperties: Bool = true, isDense: Bool = false
  ) -> Posting {
    var starts = [UInt32](repeating: 0, count: people + 1)
    for row in order { starts[Int(staged.persons[Int(row)]) + 1] += 1 }
    var present = 0
    for person in 0..<people {
      if starts[person + 1] > 0 { present += 1 }
      starts[person + 1] += starts[person]
    }
    var members: [UInt16] = []
    // A slot takes 12 bytes, a member 2: below this share the list is the smaller form.
    if !isDense && present * 4 < people * 3 {
      members = (0..<UInt16(people)).filter { starts[Int($0)] < starts[Int($0) + 1] }
      starts = members.map { starts[Int($0)] } + [UInt32(order.count)]
    }
    return Posting(
      members: members, starts: starts, times: order.map { staged.times[Int($0)] },
      columns: hasProperties ? columns(order) : [])
  }

  private mutating func columns(_ order: ArraySlice<UInt32>) -> [Posting.Column] {
    let (paths, propertyCount) = findPaths(order)
    let isDense = paths.count * order.count <= propertyCount * Self.cellsPerProperty
    let codes = isDense ? denseCodes(paths.count, order) : listedCodes(paths.count, order)
    for path in paths { columnOfPath[Int(path)] = 0 }
    return paths.indices.sorted { paths[$0] < paths[$1] }.map { index in
      Posting.Column(path: paths[index], codes: codes[index])
    }
  }

  /// Columns with fewer cells for each property are written cell by cell, others are listed first.
  private static let cellsPerProperty = 4

  /// The different paths of the rows, numbered in `columnOfPath`, and the number of properties.
  private mutating func findPaths(
    _ order: ArraySlice<UInt32>
  ) -> (paths: [UInt32], propertyCount: Int) {
    var paths: [UInt32] = []
    var propertyCount = 0
    let staged = staged
    let allPaths = staged.paths.span
    var columnOfPath = columnOfPath.mutableSpan
    for row in order {
      let properties = staged.properties(Int(row))
      propertyCount &+= properties.count
      for index in properties where columnOfPath[Int(allPaths[index])] == 0 {
        paths.append(allPaths[index])
        columnOfPath[Int(allPaths[index])] = UInt32(paths.count)
      }
    }
    return (paths, propertyCount)
  }

  /// Writes a cell for each row and column.
  private func denseCodes(_ columnCount: Int, _ order: ArraySlice<UInt32>) -> [Codes] {
    let count = order.count
    var cells = [UInt32](repeating: 0, count: columnCount * count)
    var output = cells.mutableSpan
    let columns = columnOfPath.span
    let allPaths = staged.paths.span
    let allCodes = staged.codes.span
    var place = 0
    for row in order {
      for index in staged.properties(Int(row)) {
        let column = Int(columns[Int(allPaths[index])]) &- 1
        output[column &* count &+ place] = allCodes[index]
      }
      place &+= 1
    }
    return (0..<columnCount).map { column in
      Codes(packing: cells.span.extracting(column * count..<(column + 1) * count))
    }
  }

  /// Lists place among the rows * 2^32 + code, column after column: a counting sort.
  private func listedCodes(_ columnCount: Int, _ order: ArraySlice<UInt32>) -> [Codes] {
    let columns = columnOfPath.span
    let allPaths = staged.paths.span
    let allCodes = staged.codes.span
    var starts = [Int](repeating: 0, count: columnCount + 1)
    for row in order {
      for index in staged.properties(Int(row)) {
        starts[Int(columns[Int(allPaths[index])])] += 1
      }
    }
    for column in 0..<columnCount { starts[column + 1] += starts[column] }
    var entries = [UInt64](repeating: 0, count: starts[columnCount])
    var next = starts
    var place: UInt64 = 0
    for row in order {
      for index in staged.properties(Int(row)) {
        let column = Int(columns[Int(allPaths[index])]) - 1
        entries[next[column]] = place << 32 | UInt64(allCodes[index])
        next[column] += 1
      }
      place += 1
    }
    return (0..<columnCount).map { column in
      Codes(
        entries.span.extracting(starts[column]..<starts[column + 1]), rows: order.count)
    }
  }
}
