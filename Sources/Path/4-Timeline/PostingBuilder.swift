/// Collects the rows of a posting, person by person, in order.
struct PostingBuilder {
  private(set) var times: [Int64] = []
  /// Rows of people before the person in progress: `starts[p]` for every person begun so far.
  private var starts: [UInt32] = []
  private var paths: [UInt32] = []
  private var columns: [[UInt32]] = []

  /// Adds a row without properties; people come in ascending order.
  mutating func append(person: Int, time: Int64) {
    while starts.count <= person { starts.append(UInt32(times.count)) }
    times.append(time)
  }

  /// Adds a staged row with its properties.
  mutating func append(person: Int, time: Int64, _ rows: StagedRows, _ row: Int) {
    append(person: person, time: time)
    for index in rows.properties(row) {
      set(rows.paths[index], rows.codes[index])
    }
  }

  /// Sets a property of the last row.
  private mutating func set(_ path: UInt32, _ code: UInt32) {
    var column = 0
    while column < paths.count && paths[column] != path { column += 1 }
    if column == paths.count {
      paths.append(path)
      columns.append([])
    }
    let missing = times.count - columns[column].count
    if missing <= 0 {
      columns[column][times.count - 1] = code
      return
    }
    for _ in 1..<missing { columns[column].append(0) }
    columns[column].append(code)
  }

  /// The finished posting of a tile with so many people.
  ///
  /// - Parameter isDense: Whether everybody gets a slot whatever it costs.
  func posting(people: Int, isDense: Bool = false) -> Posting {
    var starts = starts
    while starts.count <= people { starts.append(UInt32(times.count)) }
    var members: [UInt16] = []
    if !isDense {
      let present = (0..<people).filter { starts[$0] < starts[$0 + 1] }
      // A slot takes 12 bytes, a member 2: below this share the list is the smaller form.
      if present.count * 4 < people * 3 {
        members = present.map { UInt16($0) }
        starts = present.map { starts[$0] } + [UInt32(times.count)]
      }
    }
    let order = paths.indices.sorted { paths[$0] < paths[$1] }
    return Posting(
      members: members, starts: starts, times: Array(times),
      columns: order.map { index in
        var codes = columns[index]
        for _ in codes.count..<times.count { codes.append(0) }
        return Posting.Column(path: paths[index], codes: Codes(packing: codes))
      })
  }
}
