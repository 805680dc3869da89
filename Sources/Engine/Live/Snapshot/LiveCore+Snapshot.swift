import StarlingColumns
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// By percentile: the threshold in force.
  var thresholdsInForce: [Double?] {
    nextThresholds == .max
      ? [] : (0..<plan.percentileCount).map { evaluator.thresholds.value($0, at: clock) }
  }

  /// Takes the answers that were packed, in place of `begin`.
  ///
  /// - Parameters:
  ///   - beginnings: By tile.
  ///   - now: The instant that they were answered for. Unit: ms since 1970 UTC.
  mutating func resume(
    _ beginnings: [TileBeginning], _ head: CoreHead, at now: Int64
  ) {
    clock = now
    nextThresholds = head.nextThresholds
    if nextThresholds != .max { evaluator.thresholds = Thresholds(constant: head.thresholds) }
    for (index, beginning) in beginnings.enumerated() { install(beginning, tile: index) }
  }
}

extension TileBeginning {
  /// The answers that were packed by `PersonStates.pack`.
  init(unpacking bytes: [UInt8], segments: Int) throws(PackProblem) {
    var unpacker = ColumnUnpacker(bytes)
    let evaluated = try unpacker.array(of: Int64.self)
    let scheduled = try unpacker.array(of: Int64.self)
    let ends = try unpacker.array(of: Int64.self)
    let people = evaluated.count
    if people > Tile.capacity || scheduled.count != people || ends.count != people {
      throw unpacker.problem("answers of \(people) people")
    }
    heads = evaluated.indices.map {
      PersonStates.Head(evaluated: evaluated[$0], scheduled: scheduled[$0], end: ends[$0])
    }
    let stride = PersonStates.stride(for: segments)
    slots = [PersonStates.Slot](repeating: .blank, count: people * stride)
    members = []
    for segment in 0..<segments {
      members.append(try Self.unpack(&unpacker, segment, stride, people, &slots))
    }
    if !unpacker.isAtEnd { throw unpacker.problem("answers of more than \(segments) segments") }
  }

  /// Reads the answers of a segment.
  ///
  /// - Returns: The members' bits.
  private static func unpack(
    _ unpacker: inout ColumnUnpacker, _ segment: Int, _ stride: Int, _ people: Int,
    _ slots: inout [PersonStates.Slot]
  ) throws(PackProblem) -> [UInt64] {
    let until = try unpacker.array(of: Int64.self)
    let since = try unpacker.array(of: Int64.self)
    let nodes = try unpacker.array(of: UInt32.self)
    let patience = try unpacker.array(of: UInt32.self)
    if until.count != people || since.count != people || nodes.count != people
      || patience.count != people
    {
      throw unpacker.problem("answers of \(until.count) people in place of \(people)")
    }
    var bits = [UInt64](repeating: 0, count: Bits.words(people))
    var output = slots.mutableSpan
    var row = 0
    while row < people {
      let slot = PersonStates.Slot(
        until: until[row], since: since[row], node: nodes[row], patience: patience[row])
      output[row * stride + segment] = slot
      if slot.isMember { bits[row >> 6] |= 1 << UInt64(row & 63) }
      row += 1
    }
    return bits
  }
}
