#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A regular file, whatever path leads to it.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  /// The file at a path; `-` is what standard input reads. `nil` when there is none or when it is
  /// no regular file.
  init?(path: String) {
    var facts = stat()
    // Safe: the path is passed as a C string for the call, the result goes to a local.
    let status = unsafe path == "-" ? fstat(0, &facts) : stat(path, &facts)
    guard status == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt64(facts.st_dev)
    inode = UInt64(facts.st_ino)
  }
}
