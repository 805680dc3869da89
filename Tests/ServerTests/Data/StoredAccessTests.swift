import StarlingCollect
import StarlingModel
import StarlingStore
import StarlingTestSupport
import Testing

@testable import StarlingServer

/// Keys and sources in the data directory.
@Suite struct StoredAccessTests {
  private let now = Stamp(milliseconds: 1_772_454_600_000)
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Opens the directory, as a start of the server does.
  private func access<Answer>(
    _ body: (StoreAccess) async throws -> Answer
  ) async throws -> Answer {
    let store = try Store(directory: folder.path("data"))
    let answer = try await body(StoreAccess(store))
    try store.close()
    return answer
  }

  @Test func `keys survive a restart, with their use and their end`() async throws {
    let (kept, gone) = try await access { access in
      let ring = KeyRing(StoreKeyStorage(access))
      let kept = try await ring.create(name: "app", scopes: [.read, .admin], now: now)
      let gone = try await ring.create(name: "old", scopes: .collect, now: now)
      _ = try await ring.revoke(gone.record.id, now: now)
      _ = await ring.grant(kept.secret, now: now)
      return (kept, gone)
    }
    try await access { access in
      let ring = KeyRing(StoreKeyStorage(access))
      try await ring.load()
      #expect(await ring.grant(kept.secret, now: now)?.scopes == [.read, .admin])
      #expect(await ring.grant(gone.secret, now: now) == nil)
      #expect(ring.list.map(\.name) == ["app", "old"])
      #expect(ring.list.map(\.lastUsed) == [now, nil])
      #expect(ring.list.map(\.revoked) == [nil, now])
    }
  }

  @Test func `a source survives a restart, with limits and mapping`() async throws {
    let mapping = #"{"person":"customer","event":"type"}"#
    let made = try await access { access in
      try await SourceDesk(StoreSourceStorage(access)).create(
        name: "hooks", kind: .webhook, limits: #"{"strict":true,"items_per_second":5}"#,
        mapping: mapping, now: now)
    }
    try await access { access in
      let storage = StoreSourceStorage(access)
      #expect(try await storage.sources() == [made.record])
      let lookup = StoreSourceLookup(storage)
      try await lookup.load()
      let found = try #require(try await lookup.source(writeKey: made.secret))
      #expect(found.id == made.record.id && found.protocolName == "webhook")
      #expect(found.isStrict && found.itemsPerSecondMax == 5 && !found.isDisabled)
      #expect(found.mapping?.person.count == 1)
      #expect(try await lookup.source(writeKey: made.secret.uppercased()) == nil)
      #expect(try await lookup.source(writeKey: "wk_") == nil)
    }
  }

  @Test func `the lookup follows what the desk changes`() async throws {
    try await access { access in
      let storage = StoreSourceStorage(access)
      let lookup = StoreSourceLookup(storage)
      let desk = SourceDesk(storage) { try? await lookup.load() }
      let made = try await desk.create(name: "shop", kind: .segment, now: now)
      #expect(try await lookup.source(writeKey: made.secret)?.isDisabled == false)
      _ = try await desk.change(made.record.id, name: nil, isDisabled: true, now: now)
      #expect(try await lookup.source(writeKey: made.secret)?.isDisabled == true)
      let turned = try await desk.rotate(made.record.id)
      #expect(try await lookup.source(writeKey: made.secret) == nil)
      #expect(try await lookup.source(writeKey: turned.secret)?.id == made.record.id)
    }
  }

  @Test func `settings of a source are read as they were written`() {
    for (limits, mapping) in [
      (nil, nil), ("{\"strict\":true}", nil), (nil, "{\"person\":\"a\"}"), ("{}", "{\"b\":[1]}"),
    ] {
      let settings = SourceSettings(limits: limits, mapping: mapping)
      #expect(SourceSettings(reading: settings.text) == settings)
    }
    #expect(SourceSettings(reading: "") == nil)
    #expect(SourceSettings(reading: "{\"limit\":{}}") == nil)
    #expect(SourceSettings(reading: "{\"limits\":3}") == nil)
  }

  @Test func `limits that do not fit are refused with their place`() {
    for (text, part) in [
      ("{\"strict\":1}", "strict: expected true or false"),
      ("{\"items_per_second\":0}", "items_per_second: expected a whole number from 1"),
      ("{\"strikt\":true}", "did you mean strict?"),
    ] {
      let problem = #expect(throws: Problem.self) { try SourceLimits(reading: text) }
      #expect(problem?.detail.contains(part) == true, "\(text)")
    }
  }
}
