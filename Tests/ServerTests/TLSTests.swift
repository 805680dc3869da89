import Foundation
import Testing

@testable import StarlingServer

@Suite struct TLSTests {
  /// Runs a script; `nil` when it fails.
  private static func output(_ script: String, in folder: String) throws -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(filePath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }

  @Test func `with a certificate the server speaks HTTPS and nothing else`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = try Self.output(
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 "
        + "-subj /CN=localhost && command -v curl", in: folder)
    guard made != nil else {
      print("SKIPPED: openssl and curl are needed to try TLS")
      return
    }
    let settings = ["tls-certificate": folder + "/cert.pem", "tls-key": folder + "/key.pem"]
    try await RunningServer.with(settings) { server in
      let secure = "curl -s --cacert cert.pem --resolve localhost:\(server.port):127.0.0.1 "
      let health = try Self.output(
        secure + "https://localhost:\(server.port)/healthz", in: folder)
      #expect(health == "{\"status\":\"ok\"}\n")
      let plain = try Self.output("curl -s http://127.0.0.1:\(server.port)/healthz", in: folder)
      #expect(plain == nil)
      let old = try Self.output(
        secure + "--tls-max 1.1 https://localhost:\(server.port)/healthz", in: folder)
      #expect(old == nil)
    }
  }
}
