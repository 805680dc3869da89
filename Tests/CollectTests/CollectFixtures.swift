import Foundation
import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Parses JSON Lines given as text.
func parseLines(_ text: String, lineBytesMax: Int = Limits.lineBytesMax) -> ParsedChunk {
  parseLines(Array(text.utf8), lineBytesMax: lineBytesMax)
}

/// Parses JSON Lines given as bytes.
func parseLines(_ text: [UInt8], lineBytesMax: Int = Limits.lineBytesMax) -> ParsedChunk {
  var parser = JSONLinesParser(lineBytesMax: lineBytesMax)
  return parser.parse(InputChunk(file: "test.jsonl", text: text))
}

/// A mapping with the columns `person`, `time` and `event`, and more keys when given.
func mapping(_ more: [String: String] = [:]) throws -> CSVMapping {
  let keys = ["person": "person", "time": "time", "event": "event"]
  return try CSVMapping(keys: keys.merging(more) { $1 }, place: "test")
}

/// What files of a table became.
struct ImportedTable {
  var events: [Event] = []
  var rejections: [Rejection] = []
  var misfits: [ColumnMisfits] = []
  var plan: CSVPlan
}

/// All chunks of the files parsed as a table.
func importTable(
  _ paths: [String], _ mapping: CSVMapping, sizes: InputSource.Sizes = InputSource.Sizes()
) throws -> ImportedTable {
  var source = InputSource(files: try InputFile.expand(paths), sizes: sizes)
  let sample = try source.sample()
  let plan = try CSVPlan(
    mapping: mapping, sample: sample, isWhole: source.hasWholeSample, place: paths[0])
  source.framing = plan.framing
  var parser = try CSVParser(plan: plan, lineBytesMax: sizes.line)
  var table = ImportedTable(plan: plan)
  while let chunk = try source.next() {
    let parsed = try parser.parse(chunk)
    table.events += parsed.batch.events
    table.rejections += parsed.rejections
    table.misfits += parsed.misfits
  }
  return table
}

/// A table given as text, parsed by way of a file.
func importTable(
  _ text: String, _ more: [String: String] = [:], sizes: InputSource.Sizes = InputSource.Sizes()
) throws -> ImportedTable {
  try withFolder { folder in
    let path = try folder.write("table.csv", Array(text.utf8))
    return try importTable([path], mapping(more), sizes: sizes)
  }
}

/// What files of JSON Lines became.
struct ImportedLines {
  var events: [Event] = []
  var rejections: [Rejection] = []
  var errors: [CollectError] = []
  var lines = 0
  var bytes = 0
}

/// All lines of the files, parsed; errors of files are collected.
func importLines(
  _ paths: [String], sizes: InputSource.Sizes = InputSource.Sizes()
) throws -> ImportedLines {
  var source = InputSource(files: try InputFile.expand(paths), sizes: sizes)
  var parser = JSONLinesParser(lineBytesMax: sizes.line)
  var result = ImportedLines()
  while true {
    do throws(CollectError) {
      guard let chunk = try source.next() else { break }
      let parsed = parser.parse(chunk)
      result.events += parsed.batch.events
      result.rejections += parsed.rejections
      result.lines += parsed.lines
      result.bytes += parsed.bytes
    } catch {
      result.errors.append(error)
    }
  }
  return result
}

/// A track call as a line, with what a test sets.
func line(_ number: Int, person: String = "a") -> String {
  let time = Stamp(milliseconds: 1_700_000_000_000 + Int64(number)).iso
  return #"{"type":"track","event":"e\#(number % 7)","userId":"\#(person)","timestamp":"\#(time)""#
    + #","messageId":"m\#(number)","properties":{"n":\#(number)}}"# + "\n"
}

/// A folder that lives as long as one test.
struct Folder {
  let path: String

  /// Writes a file and returns its path.
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}

/// Runs a test with an empty folder and removes it afterwards.
func withFolder<Result>(_ body: (Folder) throws -> Result) throws -> Result {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent(
    "starling-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(Folder(path: url.path))
}

/// A generator with a seed, so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

/// How many rounds a fuzz test runs: STARLING_FUZZ_ROUNDS raises it.
func fuzzRounds(_ usual: Int) -> Int {
  ProcessInfo.processInfo.environment["STARLING_FUZZ_ROUNDS"].flatMap { Int($0) } ?? usual
}
