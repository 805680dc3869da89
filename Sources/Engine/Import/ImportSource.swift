import StarlingCollect
import Synchronization

/// Neighbouring files of one format, whose chunks several threads take in turn.
package final class ImportSource: Sendable {
  /// In the order in which they are read.
  package let files: [InputFile]
  /// How their lines are read.
  package let format: ImportFormat
  /// Size of the files as they lie on disk; `nil` when one of them is a stream. Unit: bytes.
  package let bytesTotal: Int?
  private let input: Mutex<InputSource>

  /// Opens the first file to see what it is.
  ///
  /// - Throws: `CollectError` when the file cannot be read or its columns are not explained.
  private init(
    _ files: [InputFile], _ hint: FormatHint?, _ mapping: CSVMapping?, _ sizes: InputSource.Sizes
  ) throws(CollectError) {
    var input = InputSource(files: files, sizes: sizes)
    var format = ImportFormat.jsonLines
    if hint != .jsonLines {
      let sample = try input.sample()
      if hint ?? FormatHint(sample: sample, hasMapping: mapping != nil) == .table {
        let plan = try Self.plan(
          mapping, sample, isWhole: input.hasWholeSample, place: files[0].path)
        input.framing = plan.framing
        format = .table(plan)
      }
    }
    self.files = files
    self.format = format
    bytesTotal = input.bytesTotal
    self.input = Mutex(input)
  }

  private static func plan(
    _ mapping: CSVMapping?, _ sample: [UInt8], isWhole: Bool, place: String
  ) throws(CollectError) -> CSVPlan {
    guard let mapping else {
      throw CollectError(
        .badMapping, place: place,
        "a table whose columns are not explained; name them with --mapping FILE, "
          + "or with --person-column, --time-column and --event-column")
    }
    return try CSVPlan(mapping: mapping, sample: sample, isWhole: isWhole, place: place)
  }

  /// The sources that a list of files makes: neighbours of one format go together, so that the
  /// order of the files stays.
  ///
  /// - Parameter mapping: What the columns of tables mean, if there are any.
  /// - Throws: `CollectError` when a file cannot be read or its columns are not explained.
  package static func open(
    _ files: [InputFile], mapping: CSVMapping? = nil,
    sizes: InputSource.Sizes = InputSource.Sizes()
  ) throws(CollectError) -> [ImportSource] {
    var sources: [ImportSource] = []
    var start = 0
    while start < files.count {
      let hint = FormatHint(name: files[start].path)
      var end = start + 1
      while hint != nil && end < files.count && FormatHint(name: files[end].path) == hint {
        end += 1
      }
      sources.append(try ImportSource(Array(files[start..<end]), hint, mapping, sizes))
      start = end
    }
    return sources
  }

  /// The next chunk; `nil` at the end.
  func next() throws -> InputChunk? {
    try input.withLock { try $0.next() }
  }
}
