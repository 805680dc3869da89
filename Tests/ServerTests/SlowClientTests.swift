import Glibc
import NIOHTTP1
import StarlingModel
import Testing

@testable import StarlingServer

@Suite struct SlowClientTests {
  private static let limits = [
    "header-time-limit": "500ms", "body-time-limit": "500ms", "idle-time-limit": "10s",
  ]

  @Test func `half a header is answered with 408 after its time`() async throws {
    try await RunningServer.with(Self.limits) { server in
      let start = ContinuousClock.now
      let answer = try await server.talk("GET /healthz HTTP/1.1\r\nHost: x\r\n")
      #expect(ContinuousClock.now - start < .seconds(5))
      #expect(answer.hasPrefix("HTTP/1.1 408"))
      #expect(answer.contains("urn:starling:problem:too-slow"))
    }
  }

  @Test func `half a body is answered with 408 after its time`() async throws {
    try await RunningServer.with(Self.limits) { server in
      let answer = try await server.talk(
        "POST /api/preview HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(server.readKey)\r\n"
          + "Content-Length: 100\r\n\r\n{\"expr")
      #expect(answer.hasPrefix("HTTP/1.1 408"))
    }
  }

  @Test func `a connection without requests is closed after its time`() async throws {
    try await RunningServer.with(["idle-time-limit": "2s"]) { server in
      let answer = try await server.talk("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func `a thousand slow clients do not keep others from being answered`() async throws {
    // Both ends of each connection are open files of this process.
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    try await RunningServer.with(["header-time-limit": "1s", "idle-time-limit": "20s"]) { server in
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<1_000 {
          group.addTask { try await server.talk("GET /healthz HTTP/1.1\r\nHo") }
        }
        for _ in 0..<20 { #expect(try await server.send(.GET, "/healthz").status == 200) }
        for try await answer in group { #expect(answer.hasPrefix("HTTP/1.1 408")) }
      }
    }
  }

  @Test func `the pace of a connection follows its requests`() {
    let limits = ConnectionPace.Limits(headerMs: 10, bodyMs: 20, idleMs: 30, readMs: 40)
    let ms: Int64 = 1_000_000
    var pace = ConnectionPace(limits, nowNs: 0)
    #expect(pace.verdict(nowNs: 0) == .wait(untilNs: 30 * ms))
    #expect(pace.verdict(nowNs: 30 * ms) == .close)
    pace.receivedBytes(nowNs: 5 * ms)
    pace.receivedBytes(nowNs: 12 * ms)
    #expect(pace.verdict(nowNs: 14 * ms) == .wait(untilNs: 15 * ms))
    #expect(pace.verdict(nowNs: 15 * ms) == .refuse)
    pace.receivedHead(nowNs: 14 * ms)
    #expect(pace.verdict(nowNs: 15 * ms) == .wait(untilNs: 34 * ms))
    #expect(pace.verdict(nowNs: 34 * ms) == .refuse)
    pace.receivedEnd(nowNs: 30 * ms)
    #expect(pace.verdict(nowNs: 1_000 * ms) == .wait(untilNs: 1_040 * ms))
    pace.beganAnswer()
    pace.changed(isWritable: false, nowNs: 1_000 * ms)
    #expect(pace.verdict(nowNs: 1_040 * ms) == .close)
    pace.changed(isWritable: true, nowNs: 1_001 * ms)
    pace.endedAnswer(nowNs: 1_002 * ms)
    #expect(pace.verdict(nowNs: 1_003 * ms) == .wait(untilNs: 1_032 * ms))
  }
}

#if canImport(Glibc)
  import Glibc
#endif
