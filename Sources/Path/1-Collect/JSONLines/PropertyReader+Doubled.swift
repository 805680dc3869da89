import StarlingColumns

// What happens when two members of one name meet, one of them an object or null.
//
// 1. Reading an object notes for its node where the object lies. That is once for each nested
//    object; members that are values pay nothing.
// 2. Reading an object also takes back a value of the node and forgets the node's code, so that a
//    value that comes later has to ask for a code and notices the note of step 1 on the way.
// 3. What an object put into the open row is taken back by walking it once more.

extension PropertyReader {
  /// Notes that `node` is the object at `place`, which replaces what an earlier member of the same
  /// name set.
  mutating func open(
    _ node: Int, _ tape: borrowing JSONTape, _ place: Int, _ batch: inout EventBatchBuilder
  ) {
    retractValue(node, &batch)
    if node < codes.count { codes[node] = 0 }
    retractObject(node, tape, &batch)
    while openings.count <= node { openings.append(Opening()) }
    openings[node] = Opening(reading: reading, place: place)
  }

  /// Takes the value of a node back from the open row, if it has one.
  func retractValue(_ node: Int, _ batch: inout EventBatchBuilder) {
    if node < codes.count && codes[node] != 0 { batch.append(path: codes[node] &- 1, code: 0) }
  }

  /// Takes back what an earlier object of the same name put into the open row.
  mutating func retractObject(
    _ node: Int, _ tape: borrowing JSONTape, _ batch: inout EventBatchBuilder
  ) {
    if node >= openings.count || openings[node].reading != reading { return }
    openings[node].reading = 0
    let object = openings[node].place
    var index = object + 1
    let end = tape.end(of: object)
    var member = KeyTree.none
    while index < end {
      member = keys.child(of: node, after: member, tape.string(index))
      index += 1
      retractValue(member, &batch)
      retractObject(member, tape, &batch)
      index = tape.next(after: index)
    }
  }

  // MARK: Two objects as one

  /// Adds what the object at `second` has and the one at `first`, which was read before, has not; a
  /// member that is null is not there. Objects that both have are filled alike.
  mutating func fill(
    _ tape: borrowing JSONTape, from second: Int, besides first: Int, parent: Int,
    into batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    reading &+= 1
    try fillMembers(tape, first, second, parent, &batch)
    try checkCount(batch)
  }

  private mutating func fillMembers(
    _ tape: borrowing JSONTape, _ first: Int, _ second: Int, _ parent: Int,
    _ batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    pair(tape, first, parent, isFirst: true)
    pair(tape, second, parent, isFirst: false)
    var index = second + 1
    let end = tape.end(of: second)
    var node = KeyTree.none
    while index < end {
      node = keys.child(of: parent, after: node, tape.string(index))
      index += 1
      let own = pairs[node].first
      if pairs[node].second == index {
        if own == 0 {
          try readMember(tape, index, node, &batch)
        } else if tape.kind(own) == .object && tape.kind(index) == .object {
          try fillMembers(tape, own, index, node, &batch)
        }
      }
      index = tape.next(after: index)
    }
  }

  /// Notes where the members of an object lie.
  private mutating func pair(
    _ tape: borrowing JSONTape, _ object: Int, _ parent: Int, isFirst: Bool
  ) {
    var index = object + 1
    let end = tape.end(of: object)
    var node = KeyTree.none
    while index < end {
      node = keys.child(of: parent, after: node, tape.string(index))
      index += 1
      while pairs.count <= node { pairs.append(Pair()) }
      if pairs[node].reading != reading { pairs[node] = Pair(reading: reading) }
      if isFirst {
        pairs[node].first = tape.kind(index) == .null ? 0 : index
      } else {
        pairs[node].second = index
      }
      index = tape.next(after: index)
    }
  }
}
