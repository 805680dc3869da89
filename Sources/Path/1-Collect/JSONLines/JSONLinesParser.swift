import StarlingColumns

/// Parses JSON Lines in the shape of Segment calls.
///
/// A line is one call or `{"batch":[...]}` with several, each of which stands or falls alone; blank
/// lines mean nothing. The result depends on the chunk alone. Each thread has a parser of its own,
/// because it keeps memory and guesses from line to line.
package struct JSONLinesParser: ~Copyable {
  private var document = JSONDocument()
  private var calls = CallReader()
  private var rejections: [Rejection] = []
  private let lineBytesMax: Int

  /// A parser that refuses lines longer than `lineBytesMax`.
  package init(lineBytesMax: Int = Limits.lineBytesMax) {
    self.lineBytesMax = lineBytesMax
  }

  /// Parses the lines of a chunk.
  package mutating func parse(_ chunk: InputChunk) -> ParsedChunk {
    let bytes = chunk.bytes.span
    calls.beginBatch()
    rejections = chunk.rejections
    var line = chunk.firstLine
    var start = 0
    while start < chunk.count {
      let feed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: chunk.count)
      let end = feed ?? chunk.count
      if !isBlank(bytes, start, end) {
        parseLine(bytes, start, end, file: chunk.file, line: line)
      }
      line += 1
      start = end + 1
    }
    defer { rejections = [] }
    return ParsedChunk(
      sequence: chunk.sequence, file: chunk.file, batch: calls.batch.finish(),
      rejections: rejections, lines: line - chunk.firstLine + chunk.rejections.count,
      bytes: chunk.count + chunk.rejectedBytes, consumedBytes: chunk.consumedBytes)
  }

  private func isBlank(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\r") && byte != UInt8(ascii: "\t") {
        return false
      }
      index &+= 1
    }
    return true
  }

  private mutating func parseLine(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, file: String, line: Int
  ) {
    let raw = bytes.extracting(start..<end).droppingReturn
    func reject(_ problem: LineProblem) {
      rejections.append(
        Rejection(
          file: file, line: line, reason: problem.reason, detail: problem.detail, raw: raw))
    }
    if end - start > lineBytesMax {
      let detail = "longer than \(lineBytesMax) bytes; only its beginning is kept"
      reject(LineProblem(.lineTooLong, detail))
      return
    }
    if let problem = document.parse(bytes, from: start, to: end, isCall: true) {
      reject(problem)
      return
    }
    let tape = document.tape
    guard tape.kind(JSONTape.root) == .object else {
      let detail = "the line is \(tape.kind(JSONTape.root).name)"
      reject(LineProblem(.notAnObject, detail))
      return
    }
    let places = calls.places(tape, JSONTape.root)
    if places.has(.batch) && !places.has(.type) {
      Self.readBatch(tape, places, &calls, &rejections, file: file, line: line)
      return
    }
    do throws(LineProblem) {
      try calls.read(tape, places)
    } catch {
      reject(error)
    }
  }
}

extension Span where Element == UInt8 {
  /// The bytes without a carriage return at their end.
  var droppingReturn: Span<UInt8> {
    @_lifetime(copy self)
    get { count > 0 && self[count - 1] == UInt8(ascii: "\r") ? extracting(droppingLast: 1) : self }
  }
}
