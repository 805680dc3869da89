import StarlingCollect
import StarlingEngine

/// Event files that are read from the beginning to the end, chunk by chunk, in bounded memory.
struct HistoryFiles {
  private let arguments: [InputFile]
  private let mapping: CSVMapping?

  /// The files that arguments name.
  ///
  /// - Parameter mapping: What the columns of tables mean, if there are any.
  init(_ arguments: [String], mapping: CSVMapping?) throws {
    if arguments.contains("-") {
      guard arguments.count == 1 else {
        throw CommandFailure.problem("- stands for standard input and goes alone; name the others")
      }
      try StandardInput.take(as: "an event file")
    }
    self.arguments = try InputFile.expand(arguments)
    self.mapping = mapping
  }

  /// Size of all files as they lie on disk; `nil` when one of them is a stream. Unit: bytes.
  var bytesTotal: Int? { InputSource(files: arguments).bytesTotal }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - announce: Told what will be read as what, before it is.
  ///   - body: Takes each chunk, as text and as events.
  func read(
    announce: (String) -> Void,
    _ body: (InputChunk, ParsedChunk, ImportFormat) throws -> Void
  ) throws {
    var bytesBefore = 0
    if arguments.first?.isStandardInput == true {
      var input = InputSource(files: arguments)
      let format = try format(ofStream: &input)
      try read(&input, format, &bytesBefore, announce, body)
      return
    }
    for source in try ImportSource.open(arguments, mapping: mapping) {
      var input = InputSource(files: source.files)
      try read(&input, source.format, &bytesBefore, announce, body)
    }
  }

  /// A stream is a table when somebody said what its columns mean.
  private func format(ofStream input: inout InputSource) throws -> ImportFormat {
    guard let mapping else { return .jsonLines }
    let sample = try input.sample()
    return .table(
      try CSVPlan(mapping: mapping, sample: sample, isWhole: input.hasWholeSample, place: "-"))
  }

  private func read(
    _ input: inout InputSource, _ format: ImportFormat, _ bytesBefore: inout Int,
    _ announce: (String) -> Void,
    _ body: (InputChunk, ParsedChunk, ImportFormat) throws -> Void
  ) throws {
    switch format {
    case .jsonLines:
      var parser = JSONLinesParser()
      while let chunk = try input.next() {
        var parsed = parser.parse(chunk)
        parsed.consumedBytes += bytesBefore
        try body(chunk, parsed, format)
      }
    case .table(let plan):
      announce("\(plan)")
      input.framing = plan.framing
      var parser = try CSVParser(plan: plan)
      while let chunk = try input.next() {
        var parsed = try parser.parse(chunk)
        parsed.consumedBytes += bytesBefore
        try body(chunk, parsed, format)
      }
    }
    bytesBefore += input.consumedBytes
  }
}
