import StarlingColumns
import StarlingModel

/// Flattens JSON objects into the properties of a batch's open row.
///
/// Nested objects give paths of several components. Lists keep their scalars, also those of lists
/// inside, in order; objects in them are left out. Nulls are absent. Shared by JSON Lines and by
/// CSV columns that hold JSON.
///
/// Of a member that appears twice in one object the last one counts. Where both are values, the
/// open row replaces the one by the other; the rest is in `PropertyReader+Doubled.swift`.
struct PropertyReader {
  var keys = KeyTree()
  /// The batch's code of each node's path plus one; 0 when the batch does not have it yet, and for
  /// a node that was last read as an object.
  var codes: [UInt32] = []
  /// The object that each node was last read as.
  var openings: [Opening] = []
  /// Number of calls of `read` and `fill` so far: tells the members of this call's object from
  /// those of earlier ones.
  var reading = 0
  /// What two objects that are read as one have for each node; see `fill`.
  var pairs: [Pair] = []
  /// The node of the reserved first component `context`.
  let context: Int
  /// The node of the members of PostHog's `$set_once`.
  let setOnce: Int

  /// Trees beyond this many keys are forgotten between chunks, so that files full of invented keys
  /// cannot make them grow for ever.
  private static let nodesMax = 8_192

  /// An object on the tape and the call of `read` or `fill` that came across it.
  struct Opening {
    var reading = 0
    var place = 0
  }

  /// Where the last members of one name lie in two objects; 0 for none.
  struct Pair {
    var reading = 0
    /// In the object that goes before; null is none.
    var first = 0
    var second = 0
  }

  /// Members of a root that are passed over: those whose node is not above the raw value.
  enum LeftOut: Int {
    case nothing = 0
    /// `context` reads the event's context.
    case context = 1
    /// Also what PostHog means as something else than a property.
    case postHog = 4
  }

  init() {
    context = keys.child(of: KeyTree.root, "context")
    _ = keys.child(of: KeyTree.root, "token")
    _ = keys.child(of: KeyTree.root, "$set")
    setOnce = keys.child(of: KeyTree.root, "$set_once")
    precondition(context == 1 && setOnce == 4, "nodes \(context) and \(setOnce)")
  }

  /// Forgets the codes of the batch before.
  mutating func beginBatch() {
    if keys.count > Self.nodesMax || keys.byteCount > KeyTree.bytesMax { self = PropertyReader() }
    codes = [UInt32](repeating: 0, count: keys.count)
  }

  /// Adds the members of the object at `index` to the open row.
  ///
  /// - Parameters:
  ///   - parent: The node whose children they are.
  ///   - leavingOut: Members of the root that are passed over.
  mutating func read(
    _ tape: borrowing JSONTape, object: Int, parent: Int = KeyTree.root, leavingOut: LeftOut,
    into batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    reading &+= 1
    try readMembers(tape, object, parent, leavingOut.rawValue, &batch)
  }

  /// An object inside another, which is a call of its own: members are read in one loop otherwise.
  @inline(never)
  private mutating func readNested(
    _ tape: borrowing JSONTape, _ object: Int, _ parent: Int, _ batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    try checkCount(batch)
    try readMembers(tape, object, parent, 0, &batch)
  }

  @inline(__always)
  private mutating func readMembers(
    _ tape: borrowing JSONTape, _ object: Int, _ parent: Int, _ leavesOut: Int,
    _ batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    var index = object &+ 1
    let end = tape.end(of: object)
    var node = KeyTree.none
    // Looking for doubled members takes time by the square of their number: no row may get large.
    let isLarge = tape.memberCount(object) > Limits.propertiesPerEventMax
    while index < end {
      node = keys.child(of: parent, after: node, tape.string(index))
      index &+= 1
      if node > leavesOut { try readMember(tape, index, node, &batch) }
      if isLarge { try checkCount(batch) }
      index = tape.next(after: index)
    }
    try checkCount(batch)
  }

  /// Adds the value at `index`, which is that of `node`, to the open row.
  @inline(__always)
  mutating func readMember(
    _ tape: borrowing JSONTape, _ index: Int, _ node: Int, _ batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    switch tape.kind(index) {
    case .string: batch.append(path: code(node, tape, &batch), string: tape.string(index))
    case .object:
      open(node, tape, index, &batch)
      try readNested(tape, index, node, &batch)
    case .array: readList(tape, index, node, &batch)
    case .yes: batch.append(path: code(node, tape, &batch), boolean: true)
    case .no: batch.append(path: code(node, tape, &batch), boolean: false)
    case .null: readNull(node, tape, &batch)
    default:
      if let number = tape.number(index) {
        batch.append(path: code(node, tape, &batch), number: number)
      }
    }
  }

  @inline(__always)
  func checkCount(_ batch: borrowing EventBatchBuilder) throws(LineProblem) {
    if batch.openPropertyCount > Limits.propertiesPerEventMax { throw Self.tooMany() }
  }

  @inline(never)
  private static func tooMany() -> LineProblem {
    LineProblem(
      .tooManyProperties, "more than \(Limits.propertiesPerEventMax) properties in one event")
  }

  /// The batch's code of a node's path.
  @inline(__always)
  private mutating func code(
    _ node: Int, _ tape: borrowing JSONTape, _ batch: inout EventBatchBuilder
  ) -> UInt32 {
    node < codes.count && codes[node] != 0 ? codes[node] &- 1 : newCode(node, tape, &batch)
  }

  private mutating func newCode(
    _ node: Int, _ tape: borrowing JSONTape, _ batch: inout EventBatchBuilder
  ) -> UInt32 {
    retractObject(node, tape, &batch)
    while codes.count <= node { codes.append(0) }
    let path = keys.path(node)
    codes[node] = batch.intern(pathKey: path.span) + 1
    return codes[node] - 1
  }

  /// A null takes back what an earlier member of the same name set.
  private mutating func readNull(
    _ node: Int, _ tape: borrowing JSONTape, _ batch: inout EventBatchBuilder
  ) {
    retractValue(node, &batch)
    retractObject(node, tape, &batch)
  }

  private mutating func readList(
    _ tape: borrowing JSONTape, _ list: Int, _ node: Int, _ batch: inout EventBatchBuilder
  ) {
    let path = code(node, tape, &batch)
    var elements: [UInt32] = []
    readElements(tape, list, path, &batch, &elements)
    batch.append(path: path, code: batch.intern(path: path, listOf: elements))
  }

  private func readElements(
    _ tape: borrowing JSONTape, _ list: Int, _ path: UInt32, _ batch: inout EventBatchBuilder,
    _ elements: inout [UInt32]
  ) {
    var index = list + 1
    let end = tape.end(of: list)
    while index < end {
      switch tape.kind(index) {
      case .string: elements.append(batch.intern(path: path, string: tape.string(index)))
      case .yes: elements.append(batch.intern(path: path, boolean: true))
      case .no: elements.append(batch.intern(path: path, boolean: false))
      case .array: readElements(tape, index, path, &batch, &elements)
      default:
        if let number = tape.number(index) {
          elements.append(batch.intern(path: path, number: number))
        }
      }
      index = tape.next(after: index)
    }
  }
}
