import StarlingModel

/// Staged events of one tile, column by column, in arrival order.
struct StagedRows {
  let persons: [UInt32]
  /// Unit: ms since 1970 UTC.
  let times: [Int64]
  /// Arrival numbers.
  let sequences: [UInt32]
  /// Name code * 8 + event kind.
  private let kindCodes: [UInt32]
  /// Shape: rows + 1 entries: row `r` has the properties `propertyStarts[r]..<propertyStarts[r + 1]`.
  let propertyStarts: [UInt32]
  /// Path codes, ends to end.
  let paths: [UInt32]
  /// Value codes beside `paths`.
  let codes: [UInt32]

  /// Number of events.
  var count: Int { times.count }

  /// The kind of call of a row.
  @inline(__always)
  func kind(_ row: Int) -> EventKind {
    EventKind(rawValue: UInt8(truncatingIfNeeded: kindCodes[row] & 7)) ?? .track
  }

  /// The name code of a row.
  @inline(__always)
  func name(_ row: Int) -> UInt32 { kindCodes[row] &>> 3 }

  /// The indices of a row's properties in `paths` and `codes`.
  @inline(__always)
  func properties(_ row: Int) -> Range<Int> {
    Int(propertyStarts[row])..<Int(propertyStarts[row + 1])
  }

  /// Reads what a tile has staged.
  init(_ staged: StagedTile) {
    var persons = [UInt32](repeating: 0, count: staged.count)
    var times = [Int64](repeating: 0, count: staged.count)
    var sequences = [UInt32](repeating: 0, count: staged.count)
    var kindCodes = [UInt32](repeating: 0, count: staged.count)
    var propertyStarts = [UInt32](repeating: 0, count: staged.count + 1)
    var paths = [UInt32](repeating: 0, count: staged.propertyCount)
    var codes = [UInt32](repeating: 0, count: staged.propertyCount)
    var row = 0
    var property = 0
    var time: Int64 = 0
    var sequence: Int64 = 0
    for index in 0...staged.fullBlocks.count {
      let block = index < staged.fullBlocks.count ? staged.fullBlocks[index] : staged.block
      let bytes = block.span
      var personsOut = persons.mutableSpan
      var timesOut = times.mutableSpan
      var sequencesOut = sequences.mutableSpan
      var kindsOut = kindCodes.mutableSpan
      var startsOut = propertyStarts.mutableSpan
      var pathsOut = paths.mutableSpan
      var codesOut = codes.mutableSpan
      var offset = 0
      while offset < bytes.count {
        personsOut[row] = UInt32(truncatingIfNeeded: Varint.next(bytes, &offset))
        time &+= Varint.unzigzag(Varint.next(bytes, &offset))
        sequence &+= Varint.unzigzag(Varint.next(bytes, &offset))
        timesOut[row] = time
        sequencesOut[row] = UInt32(truncatingIfNeeded: sequence)
        kindsOut[row] = UInt32(truncatingIfNeeded: Varint.next(bytes, &offset))
        let end = property &+ Int(truncatingIfNeeded: Varint.next(bytes, &offset))
        while property < end {
          pathsOut[property] = UInt32(truncatingIfNeeded: Varint.next(bytes, &offset))
          codesOut[property] = UInt32(truncatingIfNeeded: Varint.next(bytes, &offset))
          property &+= 1
        }
        row &+= 1
        startsOut[row] = UInt32(truncatingIfNeeded: end)
      }
    }
    self.persons = persons
    self.times = times
    self.sequences = sequences
    self.kindCodes = kindCodes
    self.propertyStarts = propertyStarts
    self.paths = paths
    self.codes = codes
  }
}
