import StarlingColumns

/// A batch's own codes in terms of the common vocabulary.
package struct BatchCodes: Sendable {
  private(set) var identifiers: [UInt32]
  private(set) var names: [UInt32]
  private(set) var paths: [UInt32]
  /// Value codes, path by path of the batch.
  private var values: [UInt32] = []
  /// Where each path's value codes start.
  private var valueStarts: [Int] = []

  init(_ batch: EventBatch, _ vocabulary: inout Vocabulary, _ table: inout ByteTable) {
    identifiers = []
    identifiers.reserveCapacity(batch.identifiers.count)
    for code in 0..<UInt32(batch.identifiers.count) {
      identifiers.append(batch.identifiers.withBytes(code) { table.intern($0) })
    }
    names = (0..<UInt32(batch.names.count)).map { code in
      batch.names.withBytes(code) { vocabulary.intern(name: $0) }
    }
    paths = batch.properties.map { vocabulary.intern(pathKey: $0.key) }
    for index in batch.properties.indices {
      valueStarts.append(values.count)
      let table = batch.properties[index].values
      for code in 0..<UInt32(table.count) {
        values.append(vocabulary.intern(code, of: table, path: paths[index]))
      }
    }
  }

  /// A property of the batch in the common vocabulary.
  @inline(__always)
  package func property(_ path: UInt32, _ code: UInt32) -> (path: UInt32, code: UInt32) {
    (paths[Int(path)], values[valueStarts[Int(path)] &+ Int(code)])
  }
}
