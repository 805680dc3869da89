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
    let paths = findPaths(order)
    let count = order.count
    var codes = [UInt32](repeating: 0, count: paths.count * count)
    fill(&codes, order)
    for path in paths { columnOfPath[Int(path)] = 0 }
    return paths.indices.sorted { paths[$0] < paths[$1] }.map { index in
      Posting.Column(
        path: paths[index],
        codes: Codes(packing: codes.span.extracting(index * count..<(index + 1) * count)))
    }
  }

  /// The different paths of the rows, numbered in `columnOfPath`.
  private mutating func findPaths(_ order: ArraySlice<UInt32>) -> [UInt32] {
    var paths: [UInt32] = []
    let staged = staged
    let allPaths = staged.paths.span
    var columnOfPath = columnOfPath.mutableSpan
    for row in order {
      for index in staged.properties(Int(row)) where columnOfPath[Int(allPaths[index])] == 0 {
        paths.append(allPaths[index])
        columnOfPath[Int(allPaths[index])] = UInt32(paths.count)
      }
    }
    return paths
  }

  /// Writes the codes, column after column.
  private func fill(_ codes: inout [UInt32], _ order: ArraySlice<UInt32>) {
    var output = codes.mutableSpan
    let count = order.count
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
  }
}
