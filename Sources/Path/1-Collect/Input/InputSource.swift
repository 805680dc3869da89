import StarlingColumns

// Reads any number of files as one sequence of chunks:
//
// 1. A file is opened, its compression told by its first bytes, a byte order mark dropped, and its
//    header (if the framing has one) taken off.
// 2. About a chunk's worth of bytes is read and cut after the last complete record; the rest is
//    carried to the next chunk.
// 3. A line that outgrows the limit is passed over without being held: its beginning goes to the
//    quarantine with the next chunk.
// 4. When a file fails, what came before is delivered first; then `next` throws, and calling it
//    again goes on with the next file.

/// The input of an import as chunks that can be parsed independently.
///
/// One owner at a time calls `next`; several threads share a source behind a lock.
package struct InputSource: ~Copyable {
  /// Sizes that tests make small.
  package struct Sizes: Sendable {
    /// Size at which a chunk is cut. Unit: bytes.
    package var chunk = Limits.chunkBytes
    /// Longest line. Unit: bytes.
    package var line = Limits.lineBytesMax
    /// How much `sample` shows. Unit: bytes.
    package var sample = Limits.chunkBytes

    /// The sizes of `Limits`.
    package init() {}
  }

  /// How chunks are cut; to be set before the first `next`.
  package var framing = RecordFraming.lines

  let files: [InputFile]
  let sizes: Sizes
  private var fileIndex = 0
  private var reader: (any ByteReader)?
  /// Text that was read and not yet handed out.
  private var carry: [UInt8] = []
  private var hasEnded = false
  private var failure: CollectError?
  private var isAtStart = true
  private var isPassingLongLine = false
  private var rejections: [Rejection] = []
  private var rejectedBytes = 0
  private var header: [String] = []
  private var line = 1
  private var sequence = 0
  private var closedBytes = 0

  /// Prepares to read the files in this order; opens nothing yet.
  package init(files: [InputFile], sizes: Sizes = Sizes()) {
    self.files = files
    self.sizes = sizes
  }

  /// Size of all files as they lie on disk; `nil` when one of them is a stream. Unit: bytes.
  package var bytesTotal: Int? {
    files.reduce(0) { sum, file in
      guard let sum, let size = file.byteCount else { return nil }
      return sum + size
    }
  }

  /// Bytes read so far, as they lie on disk.
  package var consumedBytes: Int { closedBytes + (reader?.consumedBytes ?? 0) }

  /// The beginning of the first file without taking it from the input: what
  /// formats, delimiters and column types are told from.
  ///
  /// - Throws: `CollectError` when the file cannot be opened; the input goes on behind it.
  package mutating func sample() throws(CollectError) -> [UInt8] {
    if reader == nil, try !openNext() { return [] }
    var text = carry
    fill(&text, to: sizes.sample)
    dropByteOrderMark(&text)
    carry = text
    if text.isEmpty, let failure { throw failure }
    return text
  }

  /// Whether the first file ends with what `sample` showed of it.
  package var hasWholeSample: Bool { hasEnded }

  /// The next chunk; `nil` at the end of all input.
  ///
  /// - Throws: `CollectError` when a file cannot be read to its end; what could be read of it was
  ///   delivered before. The next call goes on with the next file.
  package mutating func next() throws(CollectError) -> InputChunk? {
    while true {
      if reader == nil, try !openNext() { return nil }
      if let chunk = try nextOfFile() { return chunk }
      let problem = failure
      close()
      if let problem { throw problem }
    }
  }

  // MARK: Files

  private mutating func openNext() throws(CollectError) -> Bool {
    if fileIndex == files.count { return false }
    fileIndex += 1
    reader = try Compression.reader(of: files[fileIndex - 1])
    return true
  }

  private mutating func close() {
    closedBytes += reader?.consumedBytes ?? 0
    reader = nil
    carry = []
    hasEnded = false
    failure = nil
    isAtStart = true
    isPassingLongLine = false
    header = []
    line = 1
  }

  /// Reads until `text` has `target` bytes or the file ends or fails.
  private mutating func fill(_ text: inout [UInt8], to target: Int) {
    text.reserveCapacity(target + InputChunk.padding)
    while text.count < target && !hasEnded {
      let before = text.count
      do throws(CollectError) {
        try text.append(addingCapacity: target - before) {
          (output: inout OutputSpan<UInt8>) throws(CollectError) in
          try reader?.read(into: &output)
        }
      } catch {
        failure = error
        hasEnded = true
      }
      if text.count == before { hasEnded = true }
    }
  }

  // MARK: Chunks

  private mutating func nextOfFile() throws(CollectError) -> InputChunk? {
    var text: [UInt8] = []
    swap(&text, &carry)
    fill(&text, to: sizes.chunk)
    if isAtStart {
      isAtStart = false
      dropByteOrderMark(&text)
      if framing.hasHeader { try takeHeader(&text) }
    }
    while true {
      if isPassingLongLine { passLongLine(&text) }
      if hasEnded { return chunk(of: &text, cut: text.count) }
      if let cut = framing.cut(text.span, recordBytesMax: sizes.line) {
        return chunk(of: &text, cut: cut)
      }
      if text.count > sizes.line { beginLongLine(&text) }
      fill(&text, to: text.count + sizes.chunk)
    }
  }

  private mutating func chunk(of text: inout [UInt8], cut: Int) -> InputChunk? {
    if cut == 0 && rejections.isEmpty { return nil }
    let lines = text.span.occurrences(of: UInt8(ascii: "\n"), before: cut)
    carry.append(copying: text.span.extracting(droppingFirst: cut))
    text.removeLast(text.count - cut)
    // Moved out, not copied: a mebibyte for each chunk would be a tenth of the reading time.
    var moved: [UInt8] = []
    swap(&moved, &text)
    var chunk = InputChunk(
      file: files[fileIndex - 1].path, sequence: sequence, firstLine: line, text: consume moved)
    chunk.header = header
    chunk.rejections = rejections
    chunk.rejectedBytes = rejectedBytes
    chunk.consumedBytes = consumedBytes
    rejections = []
    rejectedBytes = 0
    line += lines
    sequence += 1
    return chunk
  }

  private func dropByteOrderMark(_ text: inout [UInt8]) {
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
  }

  private mutating func takeHeader(_ text: inout [UInt8]) throws(CollectError) {
    guard case .table(let dialect, _) = framing else { return }
    // A header may be longer than a chunk, though hardly outside of tests.
    while !hasEnded && text.count <= sizes.line
      && framing.cut(text.span, recordBytesMax: sizes.line) == nil
    {
      fill(&text, to: text.count + sizes.chunk)
    }
    if text.isEmpty { return }
    guard let record = CSVHeader(text.span, dialect: dialect, recordBytesMax: sizes.line) else {
      let path = files[fileIndex - 1].path
      close()
      throw CSVHeader.unreadable(place: path, recordBytesMax: sizes.line)
    }
    header = record.names
    line += text.span.occurrences(of: UInt8(ascii: "\n"), before: record.next)
    text.removeFirst(record.next)
  }

  // MARK: Lines that are too long

  private mutating func beginLongLine(_ text: inout [UInt8]) {
    rejections.append(
      Rejection(
        file: files[fileIndex - 1].path, line: line, reason: .lineTooLong,
        detail: "longer than \(sizes.line) bytes; only its beginning is kept", raw: text.span))
    isPassingLongLine = true
    rejectedBytes += text.count
    text.removeAll(keepingCapacity: true)
  }

  private mutating func passLongLine(_ text: inout [UInt8]) {
    guard let feed = text.span.firstIndex(of: UInt8(ascii: "\n"), from: 0, to: text.count) else {
      rejectedBytes += text.count
      text.removeAll(keepingCapacity: true)
      return
    }
    rejectedBytes += feed + 1
    text.removeFirst(feed + 1)
    line += 1
    isPassingLongLine = false
  }
}
