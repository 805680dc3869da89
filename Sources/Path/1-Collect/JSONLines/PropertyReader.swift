import StarlingColumns
import StarlingModel

/// Flattens JSON objects into the properties of a batch's open row.
///
/// Nested objects give paths of several components. Lists keep their scalars, also those of lists
/// inside, in order; objects in them are left out. Nulls are absent. Shared by JSON Lines and by
/// CSV columns that hold JSON.
struct PropertyReader {
  private var keys = KeyTree()
  /// The batch's code of each node's path plus one; 0 when the batch does not have it yet.
  private var codes: [UInt32] = []
  /// The node of the reserved first component `context`.
  let context: Int

  /// Trees beyond this many keys are forgotten between chunks, so that files full of invented keys
  /// cannot make them grow for ever.
  private static let nodesMax = 8_192

  init() {
    context = keys.child(of: KeyTree.root, "context")
  }

  /// Forgets the codes of the batch before.
  mutating func beginBatch() {
    if keys.count > Self.nodesMax { self = PropertyReader() }
    codes = [UInt32](repeating: 0, count: keys.count)
  }

  /// Adds the members of the object at `index` to the open row.
  ///
  /// - Parameters:
  ///   - parent: The node whose children they are.
  ///   - leavesOutContext: Whether a member of the root named `context` is passed over, because
  ///     that name reads the event's context.
  mutating func read(
    _ tape: borrowing JSONTape, object: Int, parent: Int = KeyTree.root, leavesOutContext: Bool,
    into batch: inout EventBatchBuilder
  ) throws(LineProblem) {
    var index = object &+ 1
    let end = tape.end(of: object)
    var node = KeyTree.none
    while index < end {
      node = keys.child(of: parent, after: node, tape.string(index))
      index &+= 1
      if node == context && leavesOutContext {
        index = tape.next(after: index)
        continue
      }
      switch tape.kind(index) {
      case .string: batch.append(path: code(node, &batch), string: tape.string(index))
      case .object:
        try read(tape, object: index, parent: node, leavesOutContext: false, into: &batch)
      case .array: readList(tape, index, node, &batch)
      case .yes: batch.append(path: code(node, &batch), boolean: true)
      case .no: batch.append(path: code(node, &batch), boolean: false)
      case .null: readNull(node, &batch)
      default:
        if let number = tape.number(index) {
          batch.append(path: code(node, &batch), number: number)
        }
      }
      index = tape.next(after: index)
    }
    if batch.openPropertyCount > Limits.propertiesPerEventMax {
      throw LineProblem(
        .tooManyProperties, "more than \(Limits.propertiesPerEventMax) properties in one event")
    }
  }

  /// The batch's code of a node's path.
  @inline(__always)
  private mutating func code(_ node: Int, _ batch: inout EventBatchBuilder) -> UInt32 {
    node < codes.count && codes[node] != 0 ? codes[node] &- 1 : newCode(node, &batch)
  }

  private mutating func newCode(_ node: Int, _ batch: inout EventBatchBuilder) -> UInt32 {
    while codes.count <= node { codes.append(0) }
    let path = keys.path(node)
    codes[node] = batch.intern(pathKey: path.span) + 1
    return codes[node] - 1
  }

  /// A null takes back what an earlier member of the same name set.
  private mutating func readNull(_ node: Int, _ batch: inout EventBatchBuilder) {
    if node < codes.count && codes[node] != 0 { batch.append(path: codes[node] - 1, code: 0) }
  }

  private mutating func readList(
    _ tape: borrowing JSONTape, _ list: Int, _ node: Int, _ batch: inout EventBatchBuilder
  ) {
    let path = code(node, &batch)
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
