import StarlingColumns

/// Reads one snapshot. Several threads may read sections at once.
package final class SnapshotReader: Sendable {
  /// Number of the event behind the last one that is in the snapshot.
  package let sequence: Int64
  /// What is in it, in the order in which it was written.
  package let sections: [SnapshotSection]
  private let file: OpenFile

  /// Opens a snapshot.
  ///
  /// - Throws: `damaged` when its beginning or end is not what was written. The sections are
  ///   checked when they are read.
  init(_ path: String) throws(StoreError) {
    file = try OpenFile(path, for: .reading)
    (sections, sequence) = try SnapshotFormat.read(file)
  }

  /// All numbers of a section.
  ///
  /// - Throws: `missing` when there is no section of this name; `damaged` when a checksum does not
  ///   fit or the length is no multiple of the element's.
  package func array<Element: FixedWidthInteger & BitwiseCopyable>(
    _ name: String, of element: Element.Type = Element.self
  ) throws(StoreError) -> [Element] {
    let section = try section(name)
    let width = MemoryLayout<Element>.stride
    if section.byteCount % width != 0 {
      throw SnapshotFormat.damaged(
        file.path, "section \(name) has \(section.byteCount) bytes, no multiple of \(width)")
    }
    var failure: StoreError?
    // Safe: the blocks fill exactly `byteCount` bytes of the buffer; nothing counts as initialised
    // when one of them fails.
    let elements = unsafe [Element](unsafeUninitializedCapacity: section.byteCount / width) {
      buffer, filled in
      do throws(StoreError) {
        let all = UnsafeMutableRawBufferPointer(buffer)
        var start = section.offset
        for (number, block) in section.blocks.enumerated() {
          let first = number * SnapshotFormat.blockBytes
          let end = first + section.plainBytes(ofBlock: number)
          let part = unsafe UnsafeMutableRawBufferPointer(rebasing: all[first..<end])
          try unsafe read(section, number, at: start, into: part)
          start += block.storedBytes
        }
        filled = section.byteCount / width
      } catch { failure = error }
    }
    if let failure { throw failure }
    return elements
  }

  /// Hands over the bytes of a section in order, a block at a time, each checked before.
  package func stream(
    _ name: String, _ body: (Span<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) {
    let section = try section(name)
    var start = section.offset
    for (number, block) in section.blocks.enumerated() {
      let bytes = try plain(section, number, at: start)
      try body(bytes.span)
      start += block.storedBytes
    }
  }

  /// Reads everything once, to know whether it is sound.
  package func verify() throws(StoreError) {
    for section in sections { try stream(section.name) { (_) throws(StoreError) in } }
  }

  private func section(_ name: String) throws(StoreError) -> SnapshotSection {
    if let found = sections.first(where: { $0.name == name }) { return found }
    throw StoreError(
      .missing, place: file.path,
      "it has no section \(name); an older snapshot or the log is used instead")
  }

  /// The bytes of a block, which lies at an offset in the file.
  private func plain(
    _ section: SnapshotSection, _ number: Int, at offset: Int
  ) throws(StoreError) -> [UInt8] {
    let stored = try stored(section, number, at: offset)
    let length = section.plainBytes(ofBlock: number)
    if stored.count == length { return stored }
    do throws(ChunkProblem) {
      return try Compressor.decompress(stored.span, byteCount: length)
    } catch { throw damaged(section, number, "\(error)") }
  }

  /// The bytes of a block as they lie in the file, checked.
  private func stored(
    _ section: SnapshotSection, _ number: Int, at offset: Int
  ) throws(StoreError) -> [UInt8] {
    let stored = try file.read(section.blocks[number].storedBytes, at: offset)
    if Checksum.crc32(stored.span) != section.blocks[number].checksum {
      throw damaged(section, number, "its checksum does not fit")
    }
    return stored
  }

  private func read(
    _ section: SnapshotSection, _ number: Int, at offset: Int,
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(StoreError) {
    let stored = try stored(section, number, at: offset)
    if stored.count == buffer.count {
      unsafe stored.withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
      return
    }
    do throws(ChunkProblem) {
      // Safe: the buffer is written during the call only, all of it or an error comes.
      try unsafe Compressor.decompress(stored.span, into: buffer)
    } catch { throw damaged(section, number, "\(error)") }
  }

  private func damaged(
    _ section: SnapshotSection, _ block: Int, _ reason: String
  ) -> StoreError {
    SnapshotFormat.damaged(file.path, "block \(block) of section \(section.name): \(reason)")
  }
}
