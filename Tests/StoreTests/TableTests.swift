import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct TableTests {
  @Test func `keeps refused items until somebody closes them`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    _ = try store.commit(StoreCommit(rejected: (0..<10).map(StoreFixture.refused)))
    let page = try store.quarantined(reason: "invalidJSON", limit: 3)
    #expect(page.map(\.detail) == ["item 8", "item 6", "item 4"])
    let next = try store.quarantined(reason: "invalidJSON", before: page[2].id, limit: 3)
    #expect(next.map(\.detail) == ["item 2", "item 0"])
    #expect(try store.quarantineCounts() == ["invalidJSON": 5, "missingPerson": 5])
    #expect(try store.closeQuarantined([page[0].id, page[0].id, 999], as: .fixed) == 1)
    #expect(try store.quarantinedItem(page[0].id)?.state == .fixed)
    #expect(try store.quarantined(state: .open, limit: 100).count == 9)
    #expect(try store.quarantined(source: 2, limit: 100).isEmpty)
    #expect(page[0].raw == StoreFixture.refused(8).raw)
  }

  @Test func `finds keys by their beginning until they are revoked`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let key = StoredAPIKey(
      name: "app", scopes: [.read, .collect], prefix: "sk_abc", hash: [1, 2, 3],
      createdAt: "2026-03-02")
    let kept = try store.addAPIKey(key)
    #expect(try store.apiKeys(prefix: "sk_abc") == [kept])
    #expect(throws: StoreError.self) { try store.addAPIKey(key) }
    try store.noteAPIKeyUse([kept.id: "2026-03-03"])
    #expect(try store.apiKeys().first?.lastUsedAt == "2026-03-03")
    #expect(try store.revokeAPIKey(kept.id, at: "2026-03-04"))
    #expect(try !store.revokeAPIKey(kept.id, at: "2026-03-05"))
    #expect(try store.apiKeys(prefix: "sk_abc").isEmpty)
    #expect(try store.apiKeys().first?.revokedAt == "2026-03-04")
  }

  @Test func `keeps sources with their settings`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    var source = try store.addSource(
      StoredSource(
        name: "web", kind: "segment", keyPrefix: "wk_1", keyHash: [9], settings: "{}",
        createdAt: "2026-03-02"))
    #expect(source.id == 1)
    source.disabledAt = "2026-03-03"
    source.settings = #"{"rate":5}"#
    try store.updateSource(source)
    #expect(try store.sources() == [source])
    let error = #expect(throws: StoreError.self) { try store.addSource(source) }
    #expect(error?.code == .conflict)
    source.id = 77
    #expect(throws: StoreError.self) { try store.updateSource(source) }
  }

  @Test func `numbers the versions of definitions`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    #expect(try store.latestDefinitions() == nil)
    for number in 1...5 {
      let made = try store.addDefinitionVersion(
        at: "2026-03-02", author: "key web", text: "text \(number)", summary: "one more")
      #expect(made.version == Int64(number))
    }
    #expect(try store.latestDefinitions()?.text == "text 5")
    #expect(try store.definitions(version: 2)?.text == "text 2")
    #expect(try store.definitions(version: 9) == nil)
    #expect(try store.definitionVersions(before: 4, limit: 2).map(\.version) == [3, 2])
  }

  @Test func `keeps only deliveries that are not done`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let target = try store.addTarget(settings: "{}", cursor: 0)
    let waiting = StoredDelivery(
      target: target.id, position: 3, attempts: 1, nextAttemptAt: "2026-03-02", isDead: false,
      problem: "status 500")
    var dead = waiting
    dead.position = 4
    dead.isDead = true
    _ = try store.commit(
      StoreCommit(deliveries: [
        .cursor(target: target.id, position: 5), .save(waiting), .save(dead),
      ]))
    #expect(try store.targets().first?.cursor == 5)
    #expect(try store.deliveries(target: target.id, limit: 9) == [waiting, dead])
    #expect(try store.deliveries(target: target.id, isDead: true, limit: 9) == [dead])
    _ = try store.commit(StoreCommit(deliveries: [.remove(target: target.id, position: 3)]))
    #expect(try store.deliveries(target: target.id, limit: 9) == [dead])
    #expect(try store.updateTarget(target.id, settings: "{ }"))
    #expect(try store.removeTarget(target.id, at: "2026-03-03"))
    #expect(try store.targets().isEmpty)
    #expect(try store.addTarget(settings: "{}", cursor: 0).id == target.id + 1)
  }

  @Test func `keeps one count for each segment and hour`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let counts = (0..<5).map {
      SegmentCount(
        segment: "vip", hour: Stamp(milliseconds: Int64($0) * Milliseconds.hour), count: $0)
    }
    try store.saveSegmentCounts(counts)
    try store.saveSegmentCounts([SegmentCount(segment: "vip", hour: counts[2].hour, count: 9)])
    let found = try store.segmentCounts("vip", in: counts[1].hour..<counts[4].hour)
    #expect(found.map(\.count) == [1, 9, 3])
  }
}
