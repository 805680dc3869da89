import StarlingColumns

extension PropertyReader {
  /// Adds the members of an object whose values are wrapped, as in `{"plan":{"value":"pro"}}`, to
  /// the open row; members that are not wrapped are read as they are.
  mutating func readWrapped(
    _ tape: borrowing JSONTape, object: Int, in wrapper: [UInt8],
    into batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    reading &+= 1
    var index = object + 1
    let end = tape.end(of: object)
    var node = KeyTree.none
    while index < end {
      node = keys.child(of: KeyTree.root, after: node, tape.string(index))
      index += 1
      let value = tape.kind(index) == .object ? tape.member(wrapper, of: index) ?? index : index
      try readMember(tape, value, node, &batch)
      try checkCount(batch)
      index = tape.next(after: index)
    }
  }

  /// Takes a property of the open row back.
  func retract(_ key: [UInt8], _ batch: inout EventBatchBuilder) {
    batch.append(path: batch.intern(pathKey: key.span), code: 0)
  }
}

extension JSONTape {
  /// Where the last member of this name lies; `nil` when the object has none.
  func member(_ key: [UInt8], of object: Int) -> Int? {
    var index = object + 1
    let end = end(of: object)
    var found: Int?
    while index < end {
      if string(index).matches(key.span) { found = index + 1 }
      index = next(after: index + 1)
    }
    return found
  }
}

extension PropertyReader {
  /// Gives the property of this name, component by component, the value at `place`, which may be an
  /// object with members.
  mutating func readValue(
    _ tape: borrowing JSONTape, _ place: Int, at name: [String],
    into batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    var node = KeyTree.root
    for component in name { node = keys.child(of: node, component) }
    reading &+= 1
    try readMember(tape, place, node, &batch)
    try checkCount(batch)
  }
}
