import Foundation
import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct InputSourceTests {
  private let text = Array((0..<3_000).map { line($0) }.joined().utf8)

  private func sizes(chunk: Int, line: Int = 4_096) -> InputSource.Sizes {
    var sizes = InputSource.Sizes()
    sizes.chunk = chunk
    sizes.line = line
    return sizes
  }

  @Test(arguments: [64, 100, 1_000, 4_099, 65_536, 1 << 20])
  func `the size of chunks changes nothing`(chunk: Int) throws {
    try withFolder { folder in
      let path = try folder.write("a.jsonl", text + Array("{bad\n\n[]".utf8))
      let whole = try importLines([path])
      let cut = try importLines([path], sizes: sizes(chunk: chunk))
      #expect(cut.events == whole.events && whole.events.count == 3_000)
      #expect(cut.rejections == whole.rejections)
      #expect(whole.rejections.map(\.line) == [3_001, 3_003])
    }
  }

  @Test func `numbers lines and chunks across files and says how far it is`() throws {
    try withFolder { folder in
      let first = try folder.write("a.jsonl", text)
      let second = try folder.write("b.jsonl", text)
      var source = InputSource(
        files: try InputFile.expand([first, second]), sizes: sizes(chunk: 50_000))
      #expect(source.bytesTotal == 2 * text.count)
      var sequence = 0
      var line = 1
      var file = first
      var consumed = 0
      while let chunk = try source.next() {
        if chunk.file != file { (file, line) = (chunk.file, 1) }
        #expect(chunk.sequence == sequence && chunk.firstLine == line)
        #expect(chunk.consumedBytes >= consumed)
        consumed = chunk.consumedBytes
        sequence += 1
        line += chunk.bytes[..<chunk.count].count { $0 == UInt8(ascii: "\n") }
      }
      #expect(line == 3_001 && file == second && source.consumedBytes == 2 * text.count)
    }
  }

  @Test(arguments: [1 << 20, 10_000])
  func `reads gzip and zstd, several members or frames too, whatever the name`(chunk: Int) throws {
    try withFolder { folder in
      let half = text.count / 2
      let (left, right) = (Array(text[..<half]), Array(text[half...]))
      let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
      let files = [
        try folder.write("a.jsonl.gz", gzip(text)),
        try folder.write("b", gzip(left) + gzip([]) + gzip(right) + [0, 0, 0]),
        try folder.write("c.zst", zstd(text)),
        try folder.write("d.jsonl", skippable + zstd(left) + skippable + zstd(right)),
        try folder.write("e.gz", text),
      ]
      for file in files {
        let result = try importLines([file], sizes: sizes(chunk: chunk))
        #expect(result.events.count == 3_000 && result.errors.isEmpty, "\(file) \(result.errors)")
        #expect(result.rejections.isEmpty)
      }
    }
  }

  @Test func `uses what comes before the end of a truncated stream and names the file`() throws {
    try withFolder { folder in
      for (name, bytes) in [("t.gz", gzip(text)), ("t.zst", zstd(text))] {
        let path = try folder.write(name, Array(bytes[..<(bytes.count / 2)]))
        let next = try folder.write("next.jsonl", Array(line(1).utf8))
        let result = try importLines([path, next])
        #expect(result.events.count > 100 && result.events.count < 3_000)
        #expect(result.events.last?.messageID == "m1", "the next file is read")
        #expect(result.errors.count == 1)
        #expect(result.errors[0].code == .damagedStream && result.errors[0].place == path)
        #expect(result.rejections.count <= 1)
      }
    }
  }

  @Test func `refuses garbage in and behind a compressed stream`() throws {
    try withFolder { folder in
      var broken = gzip(text)
      broken[broken.count / 2] ^= 0xFF
      let files = [
        try folder.write("a.gz", broken), try folder.write("b.gz", gzip(text) + [1, 2, 3]),
        try folder.write("c.zst", zstd(text) + [1, 2, 3, 4, 5]),
      ]
      for file in files {
        let result = try importLines([file])
        #expect(result.errors.map(\.code) == [.damagedStream], "\(file)")
      }
      #expect(try importLines([files[1]]).events.count == 3_000)
    }
  }

  @Test(arguments: [64, 1_000, 1 << 20])
  func `quarantines a line that is too long without holding it`(chunk: Int) throws {
    try withFolder { folder in
      let long = Array(repeating: UInt8(ascii: "x"), count: 300_000)
      let path = try folder.write(
        "a.jsonl", Array(line(1).utf8) + long + [10] + Array(line(2).utf8) + long)
      let result = try importLines([path], sizes: sizes(chunk: chunk, line: 1_000))
      #expect(result.events.map(\.messageID) == ["m1", "m2"])
      #expect(result.rejections.map(\.reason) == [.lineTooLong, .lineTooLong])
      #expect(result.rejections.map(\.line) == [2, 4])
      #expect(result.rejections.allSatisfy { $0.raw.count <= Limits.quarantineRawBytes })
      #expect(result.lines == 4)
      #expect(result.bytes == line(1).utf8.count + 300_001 + line(2).utf8.count + 300_000)
    }
  }

  @Test func `drops a byte order mark and reads Windows line ends`() throws {
    try withFolder { folder in
      let path = try folder.write(
        "a.jsonl",
        [0xEF, 0xBB, 0xBF] + Array((line(1) + line(2)).replacing("\n", with: "\r\n").utf8))
      let result = try importLines([path])
      #expect(result.events.count == 2 && result.rejections.isEmpty)
    }
  }

  @Test func `gives a sample without using it up`() throws {
    try withFolder { folder in
      let path = try folder.write("a.jsonl", text)
      var small = sizes(chunk: 1_000)
      small.sample = 1_000
      var source = InputSource(files: try InputFile.expand([path]), sizes: small)
      #expect(try source.sample() == Array(text[..<1_000]))
      #expect(try source.sample() == Array(text[..<1_000]))
      let first = try #require(try source.next())
      #expect(first.firstLine == 1 && text.starts(with: first.bytes[..<first.count]))
    }
  }

  @Test func `finds files by path, pattern and folder`() throws {
    try withFolder { folder in
      for name in ["b.jsonl", "a.jsonl", "c.csv", ".hidden"] { _ = try folder.write(name, [1, 2]) }
      try FileManager.default.createDirectory(
        atPath: folder.path + "/sub", withIntermediateDirectories: true)
      func names(_ argument: String) throws -> [String] {
        try InputFile.expand([argument]).map { String($0.path.split(separator: "/").last ?? "") }
      }
      #expect(try names(folder.path + "/*.jsonl") == ["a.jsonl", "b.jsonl"])
      #expect(try names(folder.path) == ["a.jsonl", "b.jsonl", "c.csv"])
      #expect(try names("-") == ["-"])
      #expect(
        try InputFile.expand([folder.path + "/c.csv"]) == [
          InputFile(path: folder.path + "/c.csv", byteCount: 2)
        ])
      let missing = [folder.path + "/none", folder.path + "/*.gz", folder.path + "/c.csv"]
      do throws(CollectError) {
        _ = try InputFile.expand(missing)
        Issue.record("expected an error")
      } catch {
        #expect(error.code == .missingFile && error.place == missing[..<2].joined(separator: ", "))
      }
    }
  }

  @Test func `an empty file and no file at all are no events`() throws {
    try withFolder { folder in
      let path = try folder.write("a.jsonl", [])
      #expect(try importLines([path]).events.isEmpty)
      #expect(try importLines([]).events.isEmpty)
    }
  }
}
