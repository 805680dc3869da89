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

  /// The properties of the rows by path: counted, brought together, and packed.
  private mutating func columns(_ order: ArraySlice<UInt32>) -> [Posting.Column] {
    var (paths, starts) = findPaths(order)
    for index in paths.indices { starts[index + 1] += starts[index] }
    let entries = entries(order, starts)
    for path in paths { columnOfPath[Int(path)] = 0 }
    return paths.indices.sorted { paths[$0] < paths[$1] }.map { index in
      Posting.Column(
        path: paths[index],
        codes: Codes(
          entries.span.extracting(starts[index]..<starts[index + 1]), rows: order.count))
    }
  }

  /// The different paths of the rows, numbered in `columnOfPath`, and how many properties each has,
  /// one place further on.
  private mutating func findPaths(
    _ order: ArraySlice<UInt32>
  ) -> (paths: [UInt32], counts: [Int]) {
    var paths: [UInt32] = []
    var counts = [0]
    let staged = staged
    let allPaths = staged.paths.span
    var columnOfPath = columnOfPath.mutableSpan
    for row in order {
      for index in staged.properties(Int(row)) {
        let path = Int(allPaths[index])
        if columnOfPath[path] == 0 {
          paths.append(allPaths[index])
          counts.append(0)
          columnOfPath[path] = UInt32(paths.count)
        }
        counts[Int(columnOfPath[path])] += 1
      }
    }
    return (paths, counts)
  }

  /// Place among the rows * 2^32 + code, path after path.
  private func entries(_ order: ArraySlice<UInt32>, _ starts: [Int]) -> [UInt64] {
    var entries = [UInt64](repeating: 0, count: starts[starts.count - 1])
    var next = starts
    var output = entries.mutableSpan
    var places = next.mutableSpan
    let columns = columnOfPath.span
    let allPaths = staged.paths.span
    let allCodes = staged.codes.span
    var place: UInt64 = 0
    for row in order {
      for index in staged.properties(Int(row)) {
        let column = Int(columns[Int(allPaths[index])]) &- 1
        output[places[column]] = place &<< 32 | UInt64(allCodes[index])
        places[column] &+= 1
      }
      place &+= 1
    }
    return entries
  }
}
