#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A file that is open, closed with the last reference to it. Reads and writes name their place in
/// the file, so threads may share one.
final class OpenFile: Sendable {
  /// What a file is opened for.
  enum Purpose { case reading, creating, appending }

  let path: String
  let descriptor: Int32

  /// Opens a file; `creating` empties one that is there.
  init(_ path: String, for purpose: Purpose) throws(StoreError) {
    self.path = path
    let flags: Int32 =
      switch purpose {
      case .reading: O_RDONLY | O_CLOEXEC
      case .creating: O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC
      case .appending: O_RDWR | O_CREAT | O_CLOEXEC
      }
    // Safe: the system reads the path, which ends with NUL, during the call only.
    descriptor = unsafe open(path, flags, 0o600)
    if descriptor < 0 { throw StoreError.system("open", place: path, number: errno) }
  }

  deinit { close(descriptor) }

  /// Length of the file. Unit: bytes.
  func byteCount() throws(StoreError) -> Int {
    let end = lseek(descriptor, 0, SEEK_END)
    if end < 0 { throw StoreError.system("measure", place: path, number: errno) }
    return Int(end)
  }

  /// Writes all bytes from `offset` on.
  func write(_ bytes: Span<UInt8>, at offset: Int) throws(StoreError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(droppingFirst: done)
      // Safe: the pointer covers `count` bytes during the call.
      let wrote = unsafe rest.withUnsafeBufferPointer {
        unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
      }
      if wrote >= 0 {
        done += wrote
      } else if errno != EINTR {
        throw StoreError.system("write", place: path, number: errno)
      }
    }
  }

  /// The `count` bytes from `offset` on.
  ///
  /// - Throws: `StoreError.Code.damaged` when the file ends before.
  func read(_ count: Int, at offset: Int) throws(StoreError) -> [UInt8] {
    var failure: Int32 = 0
    // Safe: pread writes at most `count` bytes and the count reports what it wrote.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        guard let base = buffer.baseAddress else { return }
        let got = unsafe pread(descriptor, base + filled, count - filled, off_t(offset + filled))
        if got == 0 { return }
        if got > 0 {
          filled += got
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    if failure != 0 { throw StoreError.system("read", place: path, number: failure) }
    if bytes.count < count {
      throw StoreError(
        .damaged, place: path,
        "it ends at byte \(offset + bytes.count) where byte \(offset + count) is needed; "
          + "Starling makes it anew or passes it over")
    }
    return bytes
  }

  /// Returns when the file's bytes are on the disk.
  func sync() throws(StoreError) {
    if fdatasync(descriptor) != 0 {
      throw StoreError.system("sync", place: path, number: errno)
    }
  }
}
