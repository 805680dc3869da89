import StarlingColumns

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

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
        var done = 0
        for number in section.checksums.indices {
          let length = min(SnapshotFormat.blockBytes, section.byteCount - done)
          let all = UnsafeMutableRawBufferPointer(buffer)
          let part = unsafe UnsafeMutableRawBufferPointer(rebasing: all[done..<(done + length)])
          try unsafe read(section, block: number, into: part)
          done += length
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
    var done = 0
    for number in section.checksums.indices {
      let length = min(SnapshotFormat.blockBytes, section.byteCount - done)
      let bytes = try file.read(length, at: section.offset + done)
      if Checksum.crc32(bytes.span) != section.checksums[number] {
        throw damaged(section, number)
      }
      try body(bytes.span)
      done += length
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

  private func read(
    _ section: SnapshotSection, block number: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(StoreError) {
    let start = section.offset + number * SnapshotFormat.blockBytes
    var done = 0
    while done < buffer.count {
      guard let base = buffer.baseAddress else { break }
      // Safe: at most the rest of the buffer is written.
      let got = unsafe pread(
        file.descriptor, base + done, buffer.count - done, off_t(start + done))
      if got == 0 { throw damaged(section, number) }
      if got > 0 {
        done += got
      } else if errno != EINTR {
        throw StoreError.system("read", place: file.path, number: errno)
      }
    }
    // Safe: all of the buffer was written above, and it outlives the call.
    let bytes = unsafe UnsafeRawBufferPointer(buffer).bindMemory(to: UInt8.self)
    if Checksum.crc32(unsafe bytes.span) != section.checksums[number] {
      throw damaged(section, number)
    }
  }

  private func damaged(_ section: SnapshotSection, _ block: Int) -> StoreError {
    SnapshotFormat.damaged(
      file.path, "the checksum of block \(block) of section \(section.name) does not fit")
  }
}
