import StarlingModel
import Testing

@testable import StarlingServer

@Suite struct KeyTests {
  private let now = Stamp(milliseconds: 1_772_454_600_000)

  @Test func `keys are long, plain and never the same`() {
    let tokens = (0..<200).map { _ in SecretToken.random(.api).text }
    #expect(Set(tokens).count == 200)
    for token in tokens {
      #expect(token.hasPrefix("sk_"))
      #expect(token.utf8.count == 46)
      #expect(token.dropFirst(3).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }
    // All 62 letters come up: 8,600 draws miss one of them once in 10^58 runs.
    #expect(Set(tokens.joined().dropFirst(0)).count >= 62)
  }

  @Test func `the hash is SHA-256`() {
    let hex = SecretToken.hash("abc").map {
      String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
    }
    #expect(
      hex.joined() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SecretToken.areEqual([1, 2], [1, 2]))
    #expect(!SecretToken.areEqual([1, 2], [1, 3]))
    #expect(!SecretToken.areEqual([1, 2], [1]))
  }

  @Test func `a key opens until it is revoked, and its use is noted by the hour`() async throws {
    let storage = MemoryKeyStorage()
    let ring = KeyRing(storage)
    let key = try await ring.create(name: "app", scopes: [.read, .write], now: now)
    let grant = try #require(await ring.grant(key.secret, now: now))
    #expect(grant.name == "app")
    #expect(grant.scopes.words == ["read", "write"])
    #expect(await ring.grant(key.secret + "x", now: now) == nil)
    #expect(await ring.grant(String(key.secret.dropLast()) + "-", now: now) == nil)
    #expect(try await storage.keys().first?.lastUsed == now)
    let later = Stamp(milliseconds: now.milliseconds + Milliseconds.minute)
    _ = await ring.grant(key.secret, now: later)
    #expect(try await storage.keys().first?.lastUsed == now)
    #expect(try await ring.revoke(key.record.id, now: later)?.revoked == later)
    #expect(await ring.grant(key.secret, now: later) == nil)
    #expect(try await ring.revoke(99, now: later) == nil)
  }

  @Test func `keys survive in the storage and not in it as text`() async throws {
    let storage = MemoryKeyStorage()
    let key = try await KeyRing(storage).create(name: "app", scopes: .read, now: now)
    let other = KeyRing(storage)
    try await other.load()
    #expect(await other.grant(key.secret, now: now) != nil)
    let record = try #require(try await storage.keys().first)
    #expect(!"\(record)".contains(key.secret))
    #expect(record.prefix == key.secret.prefix(11))
  }

  @Test func `an address is throttled after its burst and recovers`() {
    let throttle = AttemptThrottle()
    for _ in 0..<AttemptThrottle.burst { #expect(throttle.failed("a", nowMs: 0) == nil) }
    #expect(throttle.failed("a", nowMs: 0) == 1)
    #expect(throttle.failed("b", nowMs: 0) == nil)
    #expect(throttle.failed("a", nowMs: 1_000) == nil)
    #expect(throttle.failed("a", nowMs: 1_000) == 1)
    for number in 0..<AttemptThrottle.addressesMax { _ = throttle.failed("x\(number)", nowMs: 0) }
    #expect(throttle.failed("new", nowMs: 0) == nil)
  }

  @Test func `the first start makes keys and the second does not`() async throws {
    let ring = KeyRing(MemoryKeyStorage())
    let sources = SourceDesk(MemorySourceStorage())
    let first = try #require(try await FirstStart.prepare(ring, sources, now: now))
    #expect(await ring.grant(first.adminKey, now: now)?.scopes == .all)
    #expect(first.text(url: "http://x", now: now).contains("curl -u \(first.writeKey):"))
    #expect(try await sources.list().map(\.name) == ["first source"])
    #expect(try await FirstStart.prepare(ring, sources, now: now) == nil)
  }
}
