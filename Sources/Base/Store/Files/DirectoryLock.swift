#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The sole right to use a data directory, held while this object lives.
///
/// The system frees it when the process ends, however it ends. The file `lock` says who has it.
final class DirectoryLock: Sendable {
  private let file: OpenFile

  /// Takes the lock.
  ///
  /// - Throws: `StoreError.Code.inUse`, naming the process, when somebody has it.
  init(directory: String) throws(StoreError) {
    let path = directory + "/lock"
    file = try OpenFile(path, for: .appending)
    if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      if number != EWOULDBLOCK {
        throw StoreError.system("lock", place: path, number: number)
      }
      throw StoreError(
        .inUse, place: directory,
        "process \(Self.owner(file)) uses this data directory; stop it, or use another directory")
    }
    let text = Array("\(getpid())\n".utf8)
    if ftruncate(file.descriptor, 0) != 0 {
      throw StoreError.system("write", place: path, number: errno)
    }
    try file.write(text.span, at: 0)
  }

  /// Frees the lock by name: closing the file frees it only when no child that is being started has
  /// a copy of it.
  deinit { _ = flock(file.descriptor, LOCK_UN) }

  /// The process that has the lock of a directory, without taking it; `nil` when nobody has.
  static func holder(of directory: String) throws(StoreError) -> String? {
    let path = directory + "/lock"
    if !DirectoryFiles.exists(path) { return nil }
    let file = try OpenFile(path, for: .reading)
    // Freed again at the end, when the file is closed.
    if flock(file.descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    return owner(file)
  }

  private static func owner(_ file: OpenFile) -> String {
    // A lock file that cannot be read still names no less than its holder's existence.
    guard let length = try? file.byteCount(), let bytes = try? file.read(min(length, 20), at: 0)
    else { return "(unknown)" }
    let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return digits.isEmpty ? "(unknown)" : String(decoding: digits, as: UTF8.self)
  }
}
