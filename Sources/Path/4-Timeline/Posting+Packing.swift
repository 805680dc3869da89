import StarlingColumns

extension Posting {
  /// Adds the posting's columns to a pack.
  func pack(into packer: inout ColumnPacker) {
    packer.put(members)
    packer.put(starts)
    packer.put(times)
    packer.put(columns.map(\.path))
    for column in columns { column.codes.pack(into: &packer) }
  }

  /// The posting that was packed.
  init(unpacking unpacker: inout ColumnUnpacker) throws(PackProblem) {
    let members = try unpacker.array(of: UInt16.self)
    let starts = try unpacker.array(of: UInt32.self)
    let times = try unpacker.array(of: Int64.self)
    if starts.first != 0 || starts.last.map(Int.init) != times.count
      || !members.isEmpty && members.count + 1 != starts.count
    {
      throw unpacker.problem("\(starts.count) starts of \(times.count) rows")
    }
    var last: UInt32 = 0
    for start in starts {
      if start < last { throw unpacker.problem("rows that start at \(start), before \(last)") }
      last = start
    }
    var columns: [Column] = []
    for path in try unpacker.array(of: UInt32.self) {
      let codes = try Codes(unpacking: &unpacker, rows: times.count)
      columns.append(Column(path: path, codes: codes))
    }
    self.init(members: members, starts: starts, times: times, columns: columns)
  }
}
