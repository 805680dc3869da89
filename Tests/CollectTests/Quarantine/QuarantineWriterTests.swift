import Foundation
import StarlingCollect
import Testing

@Suite struct QuarantineWriterTests {
  private struct Line: Decodable, Equatable {
    var file: String
    var line: Int
    var reason: String
    var detail: String
    var raw: String?
    var rawBase64: String?
  }

  @Test func `writes one line of JSON for each rejection, whatever it holds`() throws {
    try withFolder { folder in
      let path = folder.path + "/quarantine.jsonl"
      var writer = QuarantineWriter(.replacing(path))
      let texts: [[UInt8]] = [
        Array("plain".utf8), Array("q\"\\\n\t\u{1}ü".utf8), [0xFF, 0xFE, 0], [0x80], [],
      ]
      for (index, text) in texts.enumerated() {
        try writer.write(
          Rejection(
            file: "a \"b\".jsonl", line: index + 1, reason: .invalidJSON, detail: "bad",
            raw: text.span))
      }
      try writer.finish()
      #expect(writer.count == 5 && writer.counts == [.invalidJSON: 5])
      let written = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(written.count == 5)
      for (index, line) in written.enumerated() {
        let read = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        #expect(read.file == "a \"b\".jsonl" && read.line == index + 1)
        #expect(read.reason == "invalidJSON" && read.detail == "bad")
        let bytes =
          read.raw.map { Array($0.utf8) }
          ?? read.rawBase64.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
        #expect(bytes == texts[index])
      }
    }
  }

  @Test func `leaves no file behind when nothing was rejected`() throws {
    try withFolder { folder in
      let path = folder.path + "/quarantine.jsonl"
      var writer = QuarantineWriter(.replacing(path))
      try writer.finish()
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `says which file cannot be written`() throws {
    try withFolder { folder in
      var writer = QuarantineWriter(.replacing(folder.path + "/none/q.jsonl"))
      let rejection = Rejection(
        file: "a", line: 1, reason: .invalidJSON, detail: "", raw: [UInt8]().span)
      do throws(CollectError) {
        try writer.write(rejection)
        Issue.record("expected an error")
      } catch {
        #expect(error.description.contains("/none/q.jsonl: cannot create"))
      }
    }
  }
}
