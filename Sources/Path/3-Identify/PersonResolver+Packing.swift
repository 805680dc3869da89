import StarlingColumns

extension PersonResolver {
  /// Adds what joined whom to a pack.
  package func pack(into packer: inout ColumnPacker) {
    packer.put(parents)
    packer.put(wasSecond.map { $0 ? 1 : 0 as UInt8 })
    packer.put(next)
    packer.put(hasJoins ? 1 : 0)
  }

  /// The resolver that was packed, which knows so many identifiers.
  package init(
    unpacking unpacker: inout ColumnUnpacker, identifiers: Int
  ) throws(PackProblem) {
    let parents = try unpacker.array(of: UInt32.self)
    let wasSecond = try unpacker.array(of: UInt8.self)
    let next = try unpacker.array(of: UInt32.self)
    let hasJoins = try unpacker.number() == 1
    if parents.count != identifiers || wasSecond.count != identifiers || next.count != identifiers {
      throw unpacker.problem("\(parents.count) people of \(identifiers) identifiers")
    }
    for identifier in parents.indices
    where parents[identifier] > identifier || next[identifier] >= identifiers {
      throw unpacker.problem("the identifier \(identifier) belongs to one that comes later")
    }
    self.init(
      parents: parents, wasSecond: wasSecond.map { $0 == 1 }, next: next, hasJoins: hasJoins)
  }
}
