import GRDB

extension StoreError {
  /// What an error of SQLite means for the store; errors of ours pass unchanged.
  ///
  /// - Parameter action: What was tried, as in "cannot <action>".
  static func wrapping(_ error: any Error, _ action: String, place: String) -> StoreError {
    if let error = error as? StoreError { return error }
    guard let error = error as? DatabaseError else {
      return StoreError(.io, place: place, "cannot \(action): \(error)")
    }
    // Arguments are left out: they are events.
    let text =
      "cannot \(action): SQLite says \(error.message ?? "nothing")"
      + " (\(error.extendedResultCode.rawValue))"
    switch error.resultCode {
    case .SQLITE_FULL:
      return StoreError(.full, place: place, "\(text); free space on this disk and try again")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return StoreError(
        .damaged, place: place, "\(text); run `starling doctor`, or restore a backup")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      return StoreError(
        .denied, place: place, "\(text); let the user that runs Starling own and write it")
    case .SQLITE_CONSTRAINT:
      return StoreError(.conflict, place: place, "\(text); choose another name or number")
    case .SQLITE_TOOBIG:
      return StoreError(.tooLarge, place: place, "\(text); send less at once")
    case .SQLITE_MISUSE:
      return StoreError(.closed, place: place, "\(text); open the store again")
    default:
      return StoreError(
        .io, place: place, "\(text); look for the disk's errors in the system's log")
    }
  }
}
