import Foundation
import NIOHTTP1
import Testing

@testable import StarlingServer

@Suite struct LogTests {
  @Test func `logs have one JSON line a request, without keys, queries and people`() async throws {
    let pipe = Pipe()
    let sink = LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let keys = try await RunningServer.with(["log-requests": "all"], log: sink) { server in
      _ = try await server.send(
        .GET, "/api/people/p2/segments?at=2026-01-01", key: server.readKey,
        headers: ["X-Request-ID": "mine"])
      _ = try await server.send(.GET, "/api/people/secret-person/segments", key: server.readKey)
      _ = try await server.send(.GET, "/no/such/secret-path?api_secret=hush")
      return [server.readKey, server.adminKey]
    }
    sink.flush()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let lines = text.split(separator: "\n").filter { $0.contains("\"part\":\"request\"") }
    #expect(lines.count == 3)
    for line in lines { _ = try JSONTreeReader.read(Array(line.utf8)) }
    #expect(lines.first?.contains("\"path\":\"/api/people/{person}/segments\"") == true)
    #expect(lines.first?.contains("\"id\":\"mine\"") == true)
    for secret in keys + ["2026-01-01", "secret-person", "secret-path", "hush", "127.0.0.1"] {
      #expect(!text.contains(secret))
    }
  }

  @Test func `log lines over the limit are dropped and counted`() throws {
    let pipe = Pipe()
    let sink = LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    sink.add([UInt8](repeating: 97, count: LogSink.pendingBytesMax + 1))
    sink.add("kept\n".utf8)
    sink.flush()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text == "{\"level\":\"warning\",\"dropped_log_lines\":1}\nkept\n")
  }
}
