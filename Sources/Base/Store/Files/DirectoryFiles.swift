#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Names in directories, made and removed so that they stay so through a power loss.
package enum DirectoryFiles {
  /// Makes a directory for the owner alone, and those above it; one that is there is left as it is.
  static func make(_ path: String) throws(StoreError) {
    // Safe: here and below the system reads the path, which ends with NUL, during the call only.
    if unsafe mkdir(path, 0o700) == 0 { return try sync(parent(of: path)) }
    let number = errno
    if number == EEXIST { return }
    let above = parent(of: path)
    if number != ENOENT || above == path {
      throw StoreError.system("make the directory", place: path, number: number)
    }
    try make(above)
    if unsafe mkdir(path, 0o700) != 0 && errno != EEXIST {
      throw StoreError.system("make the directory", place: path, number: errno)
    }
    try sync(above)
  }

  /// The names in a directory, sorted, without `.` and `..`.
  static func names(in path: String) throws(StoreError) -> [String] {
    // Safe: the stream is closed below, and each entry is read before the next one is asked for.
    guard let stream = unsafe opendir(path) else {
      throw StoreError.system("list", place: path, number: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Gives a file another name in the same directory, lastingly; a file of that name is replaced.
  static func move(_ old: String, to new: String) throws(StoreError) {
    if unsafe rename(old, new) != 0 {
      throw StoreError.system("rename to \(new)", place: old, number: errno)
    }
    try sync(parent(of: new))
  }

  /// Removes a file; one that is not there is no error.
  static func remove(_ path: String) throws(StoreError) {
    if unsafe unlink(path) != 0 && errno != ENOENT {
      throw StoreError.system("remove", place: path, number: errno)
    }
  }

  /// Size of a file, without opening it: to close a database's file would free the locks that
  /// SQLite holds on it. Unit: bytes.
  static func byteCount(of path: String) throws(StoreError) -> Int64 {
    var facts = stat()
    // Safe: the path is read and the structure written during the call only.
    if unsafe stat(path, &facts) != 0 {
      throw StoreError.system("measure", place: path, number: errno)
    }
    return Int64(facts.st_size)
  }

  /// Whether there is a file or directory of this name.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Returns when the directory's names are on the disk.
  static func sync(_ path: String) throws(StoreError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw StoreError.system("open", place: path, number: errno) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw StoreError.system("sync", place: path, number: errno) }
  }

  /// Space that is free for this user on the disk of a directory. Unit: bytes.
  package static func freeBytes(at path: String) throws(StoreError) -> Int64 {
    var status = statvfs()
    // Safe: the structure is written during the call only.
    if unsafe statvfs(path, &status) != 0 {
      throw StoreError.system("measure the free space", place: path, number: errno)
    }
    return Int64(
      clamping: UInt64(status.f_bavail).multipliedReportingOverflow(
        by: UInt64(status.f_frsize)
      ).partialValue)
  }

  /// The directory that a path lies in.
  static func parent(of path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
  }
}
