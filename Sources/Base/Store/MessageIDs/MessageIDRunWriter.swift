/// Writes a run from hashes that ascend. The file gets its name when it is whole and synced.
struct MessageIDRunWriter: ~Copyable {
  private static let bufferBytes = 64 * MessageIDBlock.byteCount

  private let directory: String
  private let sequences: Range<Int64>
  private let file: OpenFile
  private var open: [MessageIDHash] = []
  private var firsts: [UInt64] = []
  private var filter: MessageIDFilter
  private var buffer = ColumnWriter()
  private var written = MessageIDBlock.byteCount
  private var pace = SyncPace()
  private var count = 0

  /// Begins a run of the ids of these events.
  ///
  /// - Parameter expected: How many hashes will come, about.
  init(directory: String, sequences: Range<Int64>, expecting expected: Int) throws(StoreError) {
    file = try OpenFile(directory + "/new.tmp", for: .creating)
    self.directory = directory
    self.sequences = sequences
    filter = MessageIDFilter(expecting: expected)
  }

  /// Adds a hash, which is not below the one before; the same one again is passed over.
  mutating func append(_ hash: MessageIDHash) throws(StoreError) {
    if open.last == hash { return }
    if open.count == MessageIDBlock.hashesMax { try endBlock() }
    open.append(hash)
    filter.insert(hash)
    count += 1
  }

  /// Writes what is left, and opens the run.
  consuming func finish() throws(StoreError) -> MessageIDRun {
    if !open.isEmpty { try endBlock() }
    let tail = buffer.count
    for first in firsts { buffer.put(word: first) }
    for word in filter.words { buffer.put(word: word) }
    let sum = buffer.withBytes { Checksum.crc32($0.extracting(droppingFirst: tail)) }
    buffer.put(halfWord: sum)
    try flush()
    try writeHead()
    try file.sync()
    let path = directory + "/" + MessageIDRun.name(sequences)
    try DirectoryFiles.move(file.path, to: path)
    return try MessageIDRun(path)
  }

  private mutating func endBlock() throws(StoreError) {
    firsts.append(open[0].high)
    MessageIDBlock.put(open[...], number: firsts.count - 1, into: &buffer)
    open.removeAll(keepingCapacity: true)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  private mutating func flush() throws(StoreError) {
    let bytes = buffer.array()
    try file.write(bytes.span, at: written)
    written += bytes.count
    buffer.clear()
    try pace.noteWritten(bytes.count, to: file)
  }

  private func writeHead() throws(StoreError) {
    var head = ColumnWriter()
    head.put(halfWord: MessageIDRun.magic)
    head.put(halfWord: MessageIDRun.version)
    head.put(word: UInt64(sequences.lowerBound))
    head.put(word: UInt64(sequences.upperBound))
    for number in [count, firsts.count, filter.words.count] { head.put(word: UInt64(number)) }
    let sum = head.withBytes { Checksum.crc32($0) }
    head.put(halfWord: sum)
    while head.count < MessageIDBlock.byteCount { head.put(byte: 0) }
    let bytes = head.array()
    try file.write(bytes.span, at: 0)
  }
}
