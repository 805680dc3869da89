import StarlingColumns

/// What was known of a tile's people, on its way into a snapshot.
struct StatesCopy: Sendable {
  /// By row; empty where nobody is known.
  let heads: [PersonStates.Head]
  /// By row, then by segment, `stride` for each row.
  let slots: [PersonStates.Slot]
  let segments: Int
  let stride: Int

  /// All of it as columns: those of `Head`, then for each segment those of `Slot`.
  ///
  /// - Parameter begun: By segment: when it came into force.
  func pack(begun: [Int64]) -> [UInt8] {
    var packer = ColumnPacker()
    packer.put(heads.map(\.evaluated))
    packer.put(heads.map(\.scheduled))
    packer.put(heads.map(\.end))
    for segment in 0..<segments {
      let column = heads.indices.map { slots[$0 * stride + segment] }
      packer.put(column.map(\.until))
      packer.put(
        column.map { $0.since == PersonStates.Slot.sinceBegun ? begun[segment] : $0.since })
      packer.put(column.map(\.node))
      packer.put(column.map(\.patience))
    }
    return packer.bytes
  }
}
