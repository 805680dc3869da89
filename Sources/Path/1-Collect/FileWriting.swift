#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Writing whole buffers to descriptors, where the system may take only a part at a time.
enum FileWriting {
  /// Writes all bytes.
  ///
  /// - Throws: `CollectError.system` when the system refuses, for instance on a full disk.
  static func writeAll(
    _ bytes: Span<UInt8>, to descriptor: Int32, place: String
  ) throws(CollectError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(droppingFirst: done)
      // Safe: the pointer covers `count` bytes during the call.
      let wrote = unsafe rest.withUnsafeBufferPointer {
        unsafe write(descriptor, $0.baseAddress, $0.count)
      }
      if wrote >= 0 {
        done += wrote
      } else if errno != EINTR {
        throw CollectError.system("write", place: place, number: errno)
      }
    }
  }

  /// Reads up to `count` bytes at `offset`, fewer only at the end of the file.
  static func read(
    _ count: Int, at offset: Int, of descriptor: Int32, place: String
  ) throws(CollectError) -> [UInt8] {
    var failure: Int32 = 0
    // Safe: pread writes at most `capacity` bytes and the count reports what it wrote.
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
    if failure != 0 { throw CollectError.system("read", place: place, number: failure) }
    return bytes
  }
}
