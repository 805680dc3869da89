import StarlingColumns
import StarlingModel
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
    let unasked = beginnings.map(\.unasked)
    if unasked.contains(where: { !$0.isEmpty }) { ask(unasked, at: now) }
  }

  /// Answers all segments for people of whom nothing is known, by row of each tile.
  ///
  /// - Complexity: O(people × segments), tiles in parallel.
  private mutating func ask(_ rows: [[Int]], at now: Int64) {
    let (timeline, plan, thresholds) = (timeline, plan, evaluator.thresholds)
    let binding = Binding(plan, timeline, lists: lists.mapValues(Array.init))
    let roots = plan.segments.map(\.root)
    let found: [[AskedPerson]]
    do {
      found = try Workers.perCore.map(
        rows.count, grain: 1,
        start: { _ in
          TileEvaluator(binding, thresholds: thresholds, tile: .ofNobody, firstPerson: 0)
        },
        { evaluator, range in
          range.flatMap { Self.ask(rows[$0], ofTile: $0, &evaluator, timeline, roots, now) }
        })
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("answers at \(now): \(error)")
    }
    for asked in found.joined() { note(asked, at: now) }
  }

  private static func ask(
    _ rows: [Int], ofTile index: Int, _ evaluator: inout TileEvaluator, _ timeline: Timeline,
    _ roots: [Int], _ now: Int64
  ) -> [AskedPerson] {
    let firstPerson = index * Tile.capacity
    let isSealed = { (row: Int) in
      index < timeline.tiles.count && row < timeline.tiles[index].people
        && !timeline.isOpen(firstPerson + row)
    }
    var found: [AskedPerson] = []
    func ask(_ row: Int, standsAt place: Int) {
      if !evaluator.exists(place, at: now) { return }
      found.append(
        AskedPerson(
          person: firstPerson + row,
          slots: roots.map { root in
            var (slot, _) = slot(&evaluator, root, row: place, at: now, .blank)
            slot.since = .min
            return slot
          }))
    }
    let sealed = rows.filter(isSealed)
    if !sealed.isEmpty {
      evaluator.move(to: timeline.tiles[index], firstPerson: firstPerson)
      for row in sealed { ask(row, standsAt: row) }
    }
    for row in rows where !isSealed(row) && firstPerson + row < timeline.places {
      evaluator.move(to: timeline.gathered(firstPerson + row), firstPerson: firstPerson + row)
      ask(row, standsAt: 0)
    }
    return found
  }

  /// Takes the answers about somebody of whom nothing was known.
  private mutating func note(_ asked: AskedPerson, at now: Int64) {
    let state = states.view(of: asked.person)
    peopleCount += 1
    var earliest = Int64.max
    for (segment, slot) in asked.slots.enumerated() {
      state[segment] = slot
      earliest = min(earliest, slot.until)
      if !slot.isMember { continue }
      members[segment].set(asked.person, true)
      counts[segment] += 1
    }
    state.head = PersonStates.Head(evaluated: now, scheduled: .max, end: earliest)
    schedule(asked.person, state, earliest)
  }
}

/// The answers about one person.
private struct AskedPerson: Sendable {
  var person: Int
  /// By segment.
  var slots: [PersonStates.Slot]
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
    let leftOut = PersonStates.Head.leftOut.evaluated
    unasked = evaluated.indices.filter { evaluated[$0] == leftOut }
    heads = evaluated.indices.map {
      evaluated[$0] == leftOut
        ? .blank
        : PersonStates.Head(evaluated: evaluated[$0], scheduled: scheduled[$0], end: ends[$0])
    }
    let stride = PersonStates.stride(for: segments)
    slots = [PersonStates.Slot](repeating: .blank, count: people * stride)
    members = []
    for segment in 0..<segments {
      members.append(try Self.unpack(&unpacker, segment, stride, heads, &slots))
    }
    if !unpacker.isAtEnd { throw unpacker.problem("answers of more than \(segments) segments") }
  }

  /// Reads the answers of a segment.
  ///
  /// - Returns: The members' bits.
  private static func unpack(
    _ unpacker: inout ColumnUnpacker, _ segment: Int, _ stride: Int,
    _ heads: [PersonStates.Head], _ slots: inout [PersonStates.Slot]
  ) throws(PackProblem) -> [UInt64] {
    let people = heads.count
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
    for row in 0..<people where heads[row].evaluated != .min {
      let slot = PersonStates.Slot(
        until: until[row], since: since[row], node: nodes[row], patience: patience[row])
      output[row * stride + segment] = slot
      if slot.isMember { bits[row >> 6] |= 1 << UInt64(row & 63) }
    }
    return bits
  }
}
