import StarlingColumns

/// Writes one snapshot, section by section. The file gets its name when it is whole and synced;
/// until then, and when writing stops, there is only a temporary file that nobody reads.
package struct SnapshotWriter: ~Copyable {
  /// Snapshots that are kept.
  private static let keptMax = 2

  /// Number of the event behind the last one that is in the snapshot.
  package let sequence: Int64
  private let directory: String
  private let file: OpenFile
  private var sections: [SnapshotSection] = []
  /// Bytes of the open block.
  private var block: [UInt8] = []
  private var written = SnapshotFormat.headBytes
  private var pace = SyncPace()
  private let compressor: Compressor

  init(directory: String, sequence: Int64, level: Int32) throws(StoreError) {
    try DirectoryFiles.make(directory)
    let file = try OpenFile(directory + "/new.tmp", for: .creating)
    try file.write(SnapshotFormat.head(sequence: sequence).span, at: 0)
    self.init(directory, sequence, file, level)
  }

  private init(_ directory: String, _ sequence: Int64, _ file: OpenFile, _ level: Int32) {
    compressor = Compressor(level: level)
    self.directory = directory
    self.sequence = sequence
    self.file = file
    block.reserveCapacity(SnapshotFormat.blockBytes)
  }

  /// Begins a section; the one before ends. Names may not repeat.
  package mutating func begin(_ name: String) throws(StoreError) {
    try endBlock()
    precondition(!sections.contains { $0.name == name }, "a second section \(name)")
    sections.append(SnapshotSection(name: name, offset: written, byteCount: 0, blocks: []))
  }

  /// Adds numbers to the open section, as they lie in memory.
  package mutating func write<Element: FixedWidthInteger & BitwiseCopyable>(
    _ elements: Span<Element>
  ) throws(StoreError) {
    precondition(!sections.isEmpty, "begin a section first")
    let width = MemoryLayout<Element>.stride
    var done = 0
    while done < elements.count {
      let room = (SnapshotFormat.blockBytes - block.count) / width
      let count = min(room, elements.count - done)
      let part = elements.extracting(done..<(done + count))
      // Safe: integers have no padding, and the bytes are read inside the call only.
      unsafe part.withUnsafeBytes { unsafe block.append(contentsOf: $0) }
      done += count
      if SnapshotFormat.blockBytes - block.count < width { try endBlock() }
    }
  }

  /// Writes a whole section.
  package mutating func section<Element: FixedWidthInteger & BitwiseCopyable>(
    _ name: String, _ elements: Span<Element>
  ) throws(StoreError) {
    try begin(name)
    try write(elements)
  }

  /// Makes the snapshot one that is found, and removes those that are not needed any more.
  package consuming func finish() throws(StoreError) {
    try endBlock()
    let end = SnapshotFormat.end(sections, sequence: sequence, at: written)
    try file.write(end.span, at: written)
    try file.sync()
    try DirectoryFiles.move(
      file.path, to: "\(directory)/\(sequence)\(SnapshotFormat.suffix)")
    for old in try SnapshotDirectory.sequences(directory).dropFirst(Self.keptMax) {
      try DirectoryFiles.remove("\(directory)/\(old)\(SnapshotFormat.suffix)")
    }
  }

  private mutating func endBlock() throws(StoreError) {
    if block.isEmpty { return }
    var stored: [UInt8] = []
    compressor.compress(block.span, appendingTo: &stored)
    if stored.count >= block.count { stored = block }
    try file.write(stored.span, at: written)
    let last = sections.count - 1
    sections[last].blocks.append(
      SnapshotSection.Block(storedBytes: stored.count, checksum: Checksum.crc32(stored.span)))
    sections[last].byteCount += block.count
    written += stored.count
    block.removeAll(keepingCapacity: true)
    try pace.noteWritten(stored.count, to: file)
  }
}
