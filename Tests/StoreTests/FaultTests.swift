import CFaultVFS
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

/// What a test does to a store while an operation goes wrong, and what has to hold afterwards.
private struct FaultStory {
  let directory: String
  /// Commits that returned, with their events and changes.
  var kept: [(receipt: StoreReceipt, events: [Event])] = []
  /// Events that were offered.
  var offered: [Event] = []

  /// Opens the store and commits; ends at the first error or at the end.
  mutating func run(options: StoreOptions) -> StoreError? {
    do throws(StoreError) {
      let store = try Store(directory: directory, options: options)
      defer { try? store.close() }
      for round in 0..<4 {
        let events = StoreFixture.events(round * 7 + 1, prefix: "r\(round)")
        offered = events
        var batch = StoreFixture.batch(events)
        batch.known = try store.messageIDs.known(in: batch.events)
        let receipt = try store.commit(
          StoreCommit(
            events: [batch], rejected: [StoreFixture.refused(round)],
            changes: StoreFixture.changes(round + 1),
            progress: StoreProgress(appliedSequence: Int64(round), clock: "2026-03-02")))
        kept.append((receipt, events))
        if round == 2 { try store.mergeSmallChunks() }
      }
      return nil
    } catch { return error }
  }

  /// Reopens with nothing going wrong, and compares.
  func check(_ name: String) throws {
    let store = try Store(directory: directory)
    let found = try store.everything()
    #expect(found.damages.isEmpty, "\(name)")
    for (receipt, events) in kept {
      #expect(receipt.sequences.map { found.events[$0] } == events, "\(name)")
    }
    let keptCount = kept.last?.receipt.sequences.upperBound ?? 0
    // A commit that reported a failure may be there: then it is there whole.
    let extra = store.nextSequence - keptCount
    #expect(extra == 0 || extra == Int64(offered.count), "\(name): \(extra)")
    #expect(found.events.count == Int(store.nextSequence), "\(name)")
    let whole = kept.count + (extra > 0 ? 1 : 0)
    let changes = try store.changes(after: 0, limit: 1_000)
    #expect(changes.damages.isEmpty)
    #expect(changes.changes.count == whole * (whole + 1) / 2, "\(name)")
    #expect(try store.quarantined(limit: 100).count == whole, "\(name)")
    #expect(try store.verify().isSound, "\(name)")
    for round in 0..<whole {
      let again = StoreFixture.batch(StoreFixture.events(round * 7 + 1, prefix: "r\(round)"))
      #expect(try store.messageIDs.known(in: again.events).count == again.events.count)
    }
    try store.close()
  }
}

@Suite(.serialized) struct FaultTests {
  @Test(arguments: [
    STARLING_FAULT_ERROR, STARLING_FAULT_FULL, STARLING_FAULT_TORN, STARLING_FAULT_POWER,
  ])
  func `keeps what it confirmed when any one operation goes wrong`(
    _ fault: starling_fault
  ) throws {
    #expect(starling_fault_install() == 0)
    var index = 0
    while true {
      let folder = try ScratchFolder()
      var story = FaultStory(directory: folder.path("data"))
      var options = StoreOptions()
      // Few pages, so that moving the log into the database is among the operations.
      options.checkpointPages = 8
      starling_fault_arm(folder.path("data"), fault, index)
      let error = story.run(options: options)
      let wasReached = starling_fault_disarm() != 0
      try story.check(
        "fault \(fault.rawValue) at operation \(index): \(error.map { "\($0)" } ?? "-")")
      if !wasReached { break }
      if fault == STARLING_FAULT_FULL, let error { #expect(error.code != .damaged, "\(error)") }
      index += 1
    }
    #expect(index > 25, "only \(index) operations")
  }

  @Test func `says that the disk is full and goes on when there is room again`() throws {
    #expect(starling_fault_install() == 0)
    let folder = try ScratchFolder()
    starling_fault_arm(folder.path("data"), STARLING_FAULT_SLOW, 1_000_000)
    let store = try Store(directory: folder.path("data"))
    let commit = StoreCommit(events: [StoreFixture.batch(StoreFixture.events(10))])
    starling_fault_arm(folder.path("data"), STARLING_FAULT_FULL, 0)
    for _ in 0..<3 {
      let error = #expect(throws: StoreError.self) { try store.commit(commit) }
      #expect(error?.code == .full)
    }
    _ = starling_fault_disarm()
    #expect(try store.commit(commit).sequences == 0..<10)
    #expect(try store.everything().events.count == 10)
  }

  @Test func `goes on after a commit that failed, with the same numbers`() throws {
    #expect(starling_fault_install() == 0)
    for index in 0..<12 {
      let folder = try ScratchFolder()
      starling_fault_arm(folder.path("data"), STARLING_FAULT_SLOW, 1_000_000)
      let store = try Store(directory: folder.path("data"))
      var events: [Event] = []
      for part in 0..<3 {
        let more = StoreFixture.events(5, from: part * 5)
        let commit = StoreCommit(events: [StoreFixture.batch(more)])
        if part == 1 { starling_fault_arm(folder.path("data"), STARLING_FAULT_ERROR, index) }
        do throws(StoreError) {
          let receipt = try store.commit(commit)
          #expect(receipt.sequences.lowerBound == Int64(events.count))
          events += more
        } catch { #expect(error.code.isTemporary || error.code == .denied, "\(error)") }
        if part == 1 { _ = starling_fault_disarm() }
      }
      try store.close()
      let found = try Store(directory: folder.path("data")).everything()
      #expect(found.events.count == events.count)
      #expect(events.indices.map { found.events[Int64($0)] } == events)
    }
  }

  @Test func `waits for a slow disk`() throws {
    #expect(starling_fault_install() == 0)
    let folder = try ScratchFolder()
    for index in 20..<30 {
      starling_fault_arm(folder.path("data"), STARLING_FAULT_SLOW, index)
      let store = try Store(directory: folder.path("data"))
      _ = try store.commit(StoreCommit(events: [StoreFixture.batch(StoreFixture.events(3))]))
      try store.close()
      _ = starling_fault_disarm()
    }
    let store = try Store(directory: folder.path("data"))
    #expect(try store.everything().events.count == 30)
  }
}
