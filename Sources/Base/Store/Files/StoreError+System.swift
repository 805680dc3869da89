#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension StoreError {
  /// The error that a system call left in `errno`.
  ///
  /// - Parameter action: What was tried, as in "cannot <action>".
  static func system(_ action: String, place: String, number: Int32) -> StoreError {
    // Safe: strerror returns a NUL-terminated string of the C library.
    let reason = unsafe String(cString: strerror(number))
    let text = "cannot \(action): \(reason)"
    switch number {
    case ENOSPC, EDQUOT, EFBIG:
      return StoreError(.full, place: place, "\(text); free space on this disk and try again")
    case EACCES, EPERM, EROFS:
      return StoreError(
        .denied, place: place, "\(text); let the user that runs Starling own and write it")
    case ENOENT:
      return StoreError(.missing, place: place, "\(text); check the path")
    default:
      return StoreError(
        .io, place: place, "\(text); look for the disk's errors in the system's log")
    }
  }
}
