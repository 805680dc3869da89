import StarlingEngine
import StarlingModel
import StarlingSegment
import Testing

@testable import StarlingServer

@Suite struct HotPathTests {
  @Test func `checking a key and writing a person's segments take microseconds`() async throws {
    let ring = KeyRing(MemoryKeyStorage())
    let now = Stamp(milliseconds: 1_772_454_600_000)
    let key = try await ring.create(name: "app", scopes: .read, now: now).secret
    let segments = (0..<10).map {
      PersonSegment(name: "segment_\($0)", since: now, nextFlip: .at(now))
    }
    let answer = PersonSegments(person: "person-1", at: now, segments: segments)
    let rounds = 2_000
    let start = WallClock.ticksNs()
    for _ in 0..<rounds { #expect(await ring.grant(key, now: now) != nil) }
    let checked = WallClock.ticksNs()
    var bytes = 0
    for _ in 0..<rounds {
      var json = JSONWriter()
      json.value(answer)
      bytes += json.byteCount
    }
    let written = WallClock.ticksNs()
    let keyNs = (checked - start) / Int64(rounds)
    let jsonNs = (written - checked) / Int64(rounds)
    print("a key is checked in \(keyNs) ns, \(bytes / rounds) bytes written in \(jsonNs) ns")
    // Ten times of what an idle machine takes, so that only a change of kind fails.
    #expect(keyNs < 50_000)
    #expect(jsonNs < 200_000)
  }
}
