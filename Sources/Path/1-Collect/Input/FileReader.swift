#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The bytes of a file or of standard input as they are.
final class FileReader: ByteReader {
  private let descriptor: Int32
  private let path: String
  private(set) var consumedBytes = 0
  /// Bytes that were looked at to know the file's format and not yet handed out.
  private var lookahead: [UInt8] = []

  /// Opens the file.
  ///
  /// - Throws: `CollectError.system` with the system's reason.
  init(_ file: InputFile) throws(CollectError) {
    path = file.path
    // Safe: the path is passed as a C string for the call.
    descriptor = file.isStandardInput ? dup(0) : unsafe open(file.path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw CollectError.system("open", place: file.path, number: errno) }
  }

  deinit { close(descriptor) }

  /// The first bytes of the file, fewer than `count` only when it is shorter; to be called before
  /// any reading.
  func peek(_ count: Int) throws(CollectError) -> [UInt8] {
    var first: [UInt8] = []
    var grew = true
    while grew && first.count < count {
      let before = first.count
      try first.append(addingCapacity: count - before) {
        (output: inout OutputSpan<UInt8>) throws(CollectError) in try read(into: &output)
      }
      grew = first.count > before
    }
    lookahead = first
    consumedBytes = 0
    return first
  }

  func read(into output: inout OutputSpan<UInt8>) throws(CollectError) {
    if !lookahead.isEmpty {
      let taken = min(lookahead.count, output.freeCapacity)
      for byte in lookahead[..<taken] { output.append(byte) }
      lookahead.removeFirst(taken)
      consumedBytes += taken
      return
    }
    let free = output.freeCapacity
    var got = 0
    repeat {
      // Safe: read writes at most `free` bytes into the uninitialised rest of the buffer, and
      // exactly the bytes it reports are declared initialised.
      got = unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        guard let base = buffer.baseAddress else { return 0 }
        let count = unsafe Self.fill(descriptor, base + initialized, free)
        initialized += max(0, count)
        return count
      }
    } while got < 0 && errno == EINTR
    if got < 0 { throw CollectError.system("read", place: path, number: errno) }
    consumedBytes += got
  }

  private static func fill(_ descriptor: Int32, _ base: UnsafeMutablePointer<UInt8>, _ count: Int)
    -> Int
  {
    // Safe: the caller owns `count` bytes from `base` on.
    unsafe systemRead(descriptor, base, count)
  }
}

/// `read(2)`, under a name that methods named `read` do not hide.
private func systemRead(_ descriptor: Int32, _ base: UnsafeMutablePointer<UInt8>, _ count: Int)
  -> Int
{
  // Safe: the caller owns `count` bytes from `base` on.
  unsafe read(descriptor, base, count)
}
