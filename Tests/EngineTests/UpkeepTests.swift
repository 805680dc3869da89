import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import StarlingTestSupport
import Synchronization
import Testing

/// What is done beside the loop of a running system.
@Suite struct UpkeepTests {
  private static let day: Stamp = "2026-03-02"

  private static func workspace() throws -> Workspace {
    let when = "buy[90m]"
    return Workspace(segments: [
      Definition(
        name: "buyers", text: when,
        expression: try #require(Expression.parse(when).expression))
    ])
  }

  /// Waits for work in the background.
  private func eventually(_ isDone: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<500 {
      if try await isDone() { return true }
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  @Test func `counts people at the end of each hour, exactly`() async throws {
    let folder = try ScratchFolder()
    let running = try RunningSystem(folder.path, try Self.workspace(), lists: [:], at: Self.day)
    await running.system.settle()
    let minute: Int64 = 60_000
    try await running.send([.track("buy", "ann", at: Self.day, id: "1")])
    _ = running.system.setClock(Self.day.advanced(byMs: 50 * minute))
    try await running.send([
      .track("buy", "bob", at: Self.day.advanced(byMs: 50 * minute), id: "2")
    ])
    await running.system.settle()
    // The clock jumps over three ends of hours; ann left half an hour after the first, bob later.
    _ = running.system.setClock(Self.day.advanced(byMs: 200 * minute))
    await running.system.settle()
    var counts: [Int] = []
    let isThere = try await eventually {
      let history = try await running.system.countHistory(
        of: "buyers", from: nil, until: nil, limit: 100)
      counts = history.map(\.count)
      return history.map(\.hour) == (0..<3).map { Self.day.advanced(byMs: $0 * 60 * minute) }
    }
    #expect(isThere && counts == [2, 1, 0], "\(counts)")
    try await running.stop()
    let later = Self.day.advanced(byMs: 250 * minute)
    let again = try RunningSystem(folder.path, try Self.workspace(), lists: [:], at: later)
    await again.system.settle()
    let isOnce = try await eventually {
      try await again.system.countHistory(of: "buyers", from: nil, until: nil, limit: 9).count == 4
    }
    #expect(isOnce, "the hour that ended while nothing ran is counted at the start")
    try await again.stop()
  }

  @Test func `merges small chunks and writes message ids to files while events come`()
    async throws
  {
    let folder = try ScratchFolder()
    var storeOptions = StoreOptions()
    storeOptions.recentIDsMax = 64
    let merged = Mutex(0)
    var observer = LiveObserver()
    observer.background = { event in
      if case .merged(let chunks) = event { merged.withLock { $0 += chunks } }
    }
    let store = try Store(directory: folder.path, options: storeOptions)
    let (system, _) = try LiveSystem.open(
      store, workspace: try Self.workspace(), clock: EngineClock(controlled: Self.day),
      observer: observer)
    let loop = Task { await system.run() }
    for part in 0..<200 {
      let now = Self.day.advanced(byMs: Int64(part) * 1_000)
      _ = system.setClock(now)
      try await system.send([.track("buy", "p\(part)", at: now, id: "\(part)")])
    }
    let isTidy = try await eventually {
      merged.withLock { $0 } > 50 && !store.messageIDs.isCompactionDue
    }
    #expect(isTidy)
    await system.settle()
    system.stop()
    await loop.value
    #expect(try store.verify().isSound)
    #expect(try store.rawChunks(from: 0).count < 150)
    try store.close()
  }

  @Test func `takes no events while the disk lacks space, and takes them again`() async throws {
    let folder = try ScratchFolder()
    let free = Mutex<Int64>(2_000)
    let told = Mutex<[String]>([])
    var options = LiveOptions()
    options.diskReserveBytes = 1_000
    options.freeBytes = { _ in free.withLock { $0 } }
    var observer = LiveObserver()
    observer.background = { event in
      switch event {
      case .spaceRanOut(let free, _): told.withLock { $0.append("out at \(free)") }
      case .spaceIsBack(let free): told.withLock { $0.append("back at \(free)") }
      default: break
      }
    }
    let store = try Store(directory: folder.path)
    let (system, _) = try LiveSystem.open(
      store, workspace: try Self.workspace(), clock: EngineClock(controlled: Self.day),
      options: options, observer: observer)
    let loop = Task { await system.run() }
    try await system.send([.track("buy", "ann", at: Self.day, id: "1")])
    free.withLock { $0 = 999 }
    await system.settle()
    #expect(try await eventually { !system.refusals.isEmpty })
    let refusal = await #expect(throws: IntakeRefusal.self) {
      try await system.send([.track("buy", "bob", at: Self.day, id: "2")])
    }
    #expect(refusal?.cause == .unavailable && (refusal?.retryAfterSeconds ?? 0) > 0)
    // Time goes on: what is due is found and kept.
    _ = system.setClock(Self.day.advanced(byMs: 5_400_000))
    await system.settle()
    #expect(try store.changes(after: 0, limit: 9).changes.map(\.isEntry) == [true, false])
    // A little more than the reserve is not enough to go on.
    free.withLock { $0 = 1_050 }
    await system.settle()
    #expect(!system.refusals.isEmpty)
    free.withLock { $0 = 2_000 }
    #expect(try await eventually { system.refusals.isEmpty })
    try await system.send([.track("buy", "bob", at: Self.day, id: "2")])
    #expect(told.withLock { $0 } == ["out at 999", "back at 2000"])
    #expect(store.nextSequence == 2)
    system.stop()
    await loop.value
    try store.close()
  }
}
