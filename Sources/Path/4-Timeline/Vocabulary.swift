import StarlingColumns
import StarlingModel

/// The names, property paths and values that events are written in: dense codes for all of them.
package struct Vocabulary: Sendable {
  /// Event names of track, page and screen events.
  package private(set) var names = ByteTable()
  /// `PropertyPath.key` of each property, context field and trait.
  package private(set) var paths = ByteTable()
  /// The values of each path, by path code.
  package private(set) var values: [ValueTable] = []

  /// An empty vocabulary.
  package init() {}

  /// Number of names, paths and values, which only ever grows.
  var codeCount: Int {
    var count = names.count + paths.count
    // By index: a table handed on as a value is a dozen references to count.
    for path in values.indices { count += values[path].count }
    return count
  }

  /// The code of a path; adds it when new.
  package mutating func intern(pathKey key: String) -> UInt32 {
    let code = paths.intern(key)
    if Int(code) == values.count { values.append(ValueTable()) }
    return code
  }

  /// The code of an event name; adds it when new.
  package mutating func intern(name: Span<UInt8>) -> UInt32 { names.intern(name) }

  /// The code, in this vocabulary, of a value of another table of the same path.
  package mutating func intern(_ code: UInt32, of table: ValueTable, path: UInt32) -> UInt32 {
    values[Int(path)].intern(code, of: table)
  }

  /// The code of a value; adds it when new.
  package mutating func intern(_ value: Value, path: UInt32) -> UInt32 {
    values[Int(path)].intern(value)
  }

  /// The code of a path that some event has.
  package func code(of path: PropertyPath) -> UInt32? { paths.code(of: path.key) }

  /// The code of an event name that some event has.
  package func code(ofName name: String) -> UInt32? { names.code(of: name) }

  /// Adds the tables to a pack.
  func pack(into packer: inout ColumnPacker) {
    names.pack(into: &packer)
    paths.pack(into: &packer)
    for path in values.indices { values[path].pack(into: &packer) }
  }

  /// The vocabulary that was packed.
  init(unpacking unpacker: inout ColumnUnpacker) throws(PackProblem) {
    names = try ByteTable(unpacking: &unpacker)
    paths = try ByteTable(unpacking: &unpacker)
    for _ in 0..<paths.count { values.append(try ValueTable(unpacking: &unpacker)) }
  }
}
