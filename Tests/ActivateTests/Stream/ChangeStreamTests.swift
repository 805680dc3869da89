import StarlingActivate
import StarlingModel
import StarlingTestSupport
import Testing

/// Following the changes live.
@Suite struct ChangeStreamTests {
  private let start = Fixture.start

  private func changes(_ range: ClosedRange<Int64>) -> [MembershipChange] {
    range.map { Fixture.change($0, person: "p\($0 % 3)", segment: "s\($0 % 2)") }
  }

  private func reader(
    _ stream: inout ChangeStream, after position: Int64, filter: ChangeFilter, now: Stamp
  ) throws -> Int {
    let id = stream.subscribe(after: position, filter: filter, now: now)
    return try #require(id)
  }

  @Test(arguments: 1...60) func `the ring answers as the whole log does`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let capacity = random.number(1...9)
    let end = Int64(random.number(0...5))
    var ring = ChangeRing(capacity: capacity, end: end)
    var log: [MembershipChange] = []
    for _ in 0..<30 {
      let first = (log.last?.position ?? end) + 1
      let added = changes(first...(first + Int64(random.number(0...3))))
      log += added
      ring.append(added)
      let position = Int64(random.number(0...Int(ring.end) + 2))
      let filter = ChangeFilter(
        segments: random.chance(50) ? ["s1"] : nil, person: random.chance(30) ? "p1" : nil)
      let limit = random.number(1...4)
      let page = ring.page(after: position, filter: filter, limit: limit)
      if position < ring.end - Int64(min(capacity, log.count)) {
        #expect(page == nil, "seed \(seed): \(position) is older than the ring")
      } else {
        let rest = log.filter { $0.position > position }
        #expect(page?.changes == Array(rest.filter(filter.matches).prefix(limit)))
        #expect(page?.changes.allSatisfy { $0.position <= page?.next ?? 0 } == true)
      }
    }
  }

  @Test func `a reader gets what is committed after it came`() throws {
    var stream = ChangeStream(end: 0)
    _ = stream.append(changes(1...3))
    let id = try reader(&stream, after: 3, filter: ChangeFilter(), now: start)
    #expect(stream.next(id, now: start) == .wait(until: start.later(15_000), position: 3))
    #expect(stream.append(changes(4...5)) == [id])
    let page = ChangePage(changes: changes(4...5), next: 5)
    #expect(stream.next(id, now: start) == .deliver(page))
    #expect(stream.next(id, now: start) == .wait(until: start.later(15_000), position: 5))
  }

  @Test func `a reader who comes back reads the log first, then memory`() throws {
    var stream = ChangeStream(capacity: 2, end: 0)
    let all = changes(1...9)
    _ = stream.append(all)
    let id = try reader(&stream, after: 4, filter: ChangeFilter(), now: start)
    var got: [Int64] = []
    loop: while true {
      switch stream.next(id, now: start) {
      case .deliver(let page): got += page.changes.map(\.position)
      case .readLog(let after, _):
        let part = Array(all.filter { $0.position > after }.prefix(2))
        got += stream.readFromLog(id, part)?.changes.map(\.position) ?? []
      case .wait, .end: break loop
      }
    }
    #expect(got == [5, 6, 7, 8, 9])
  }

  @Test func `a part of the log that cannot be read is passed over`() throws {
    var stream = ChangeStream(capacity: 2, end: 0)
    _ = stream.append(changes(1...9))
    let id = try reader(&stream, after: 0, filter: ChangeFilter(), now: start)
    #expect(stream.readFromLog(id, [])?.next == 7)
    #expect(stream.next(id, now: start) == .deliver(ChangePage(changes: changes(8...9), next: 9)))
  }

  @Test func `a narrow filter is not woken for others and keeps its place`() throws {
    var stream = ChangeStream(capacity: 4, end: 0)
    let filter = ChangeFilter(person: "nobody")
    let id = try reader(&stream, after: 0, filter: filter, now: start)
    _ = stream.next(id, now: start)
    for position in Int64(1)...20 {
      #expect(stream.append(changes(position...position)) == [])
    }
    #expect(stream.next(id, now: start) == .wait(until: start.later(15_000), position: 20))
  }

  @Test func `a reader that takes nothing for too long is cut off, one that waits is not`() throws {
    var stream = ChangeStream(end: 0)
    let slow = try reader(&stream, after: 0, filter: ChangeFilter(), now: start)
    let idle = try reader(&stream, after: 0, filter: ChangeFilter(person: "nobody"), now: start)
    _ = stream.next(slow, now: start)
    _ = stream.next(idle, now: start)
    _ = stream.append(changes(1...1))
    #expect(stream.removeStalled(now: start.later(29_999)) == [])
    #expect(stream.removeStalled(now: start.later(30_000)) == [slow])
    #expect(stream.next(slow, now: start) == .end)
    #expect(stream.subscriberCount == 1)
  }

  @Test func `there are only so many readers`() {
    var stream = ChangeStream(end: 0)
    for _ in 0..<StreamLimits.subscribersMax {
      #expect(stream.subscribe(after: 0, filter: ChangeFilter(), now: start) != nil)
    }
    #expect(stream.subscribe(after: 0, filter: ChangeFilter(), now: start) == nil)
    stream.unsubscribe(1)
    #expect(stream.subscribe(after: 0, filter: ChangeFilter(), now: start) != nil)
  }

  @Test(arguments: 1...40) func `every reader sees every change it wants once and in order`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var stream = ChangeStream(capacity: random.number(1...8), end: 0)
    var log: [MembershipChange] = []
    var got: [Int: [MembershipChange]] = [:]
    var filters: [Int: (filter: ChangeFilter, after: Int64)] = [:]
    for _ in 0..<300 {
      switch random.number(0...9) {
      case 0..<3:
        let first = Int64(log.count + 1)
        let added = changes(first...(first + Int64(random.number(0...5))))
        log += added
        _ = stream.append(added)
      case 3 where filters.count < 5:
        let filter = ChangeFilter(segments: random.chance(50) ? ["s0"] : nil)
        let after = Int64(random.number(0...log.count))
        let id = try reader(&stream, after: after, filter: filter, now: start)
        filters[id] = (filter, after)
      default:
        guard let id = filters.keys.sorted().randomElement(using: &random) else { continue }
        Self.step(&stream, id, log, &got[id, default: []])
      }
    }
    for (id, reader) in filters {
      for _ in 0...log.count { Self.step(&stream, id, log, &got[id, default: []]) }
      let wanted = log.filter { $0.position > reader.after && reader.filter.matches($0) }
      #expect(got[id, default: []] == wanted, "seed \(seed), reader \(id)")
    }
  }

  private static func step(
    _ stream: inout ChangeStream, _ id: Int, _ log: [MembershipChange],
    _ got: inout [MembershipChange]
  ) {
    switch stream.next(id, now: Fixture.start) {
    case .deliver(let page): got += page.changes
    case .readLog(let after, _):
      let part = Array(log.filter { $0.position > after }.prefix(3))
      got += stream.readFromLog(id, part)?.changes ?? []
    case .wait, .end: break
    }
  }
}
