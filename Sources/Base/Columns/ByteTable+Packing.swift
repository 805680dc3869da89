extension ByteTable {
  /// Adds the table's columns to a pack.
  package func pack(into packer: inout ColumnPacker) {
    packer.put(bytes)
    packer.put(ends)
  }

  /// The table that was packed.
  ///
  /// - Complexity: O(bytes).
  package init(unpacking unpacker: inout ColumnUnpacker) throws(PackProblem) {
    let bytes = try unpacker.array(of: UInt8.self)
    let ends = try unpacker.array(of: UInt32.self)
    var last: UInt32 = 0
    for end in ends {
      if end < last { throw unpacker.problem("a string that ends at \(end), before \(last)") }
      last = end
    }
    if Int(last) != bytes.count {
      throw unpacker.problem("strings of \(last) bytes in \(bytes.count)")
    }
    self.init(bytes: bytes, ends: ends)
  }
}
