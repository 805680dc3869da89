/// Has a large file be synced in steps while it is written.
///
/// A commit that must note where a file grew waits until all that waits in the system's memory for
/// files that grew meanwhile is on the disk (ext4, data=ordered): 145 MB took it a second.
struct SyncPace {
  /// Bytes that may wait. Unit: bytes.
  private static let unsyncedMax = 2 << 20

  private var unsynced = 0

  /// Notes bytes that were written, and syncs the file when enough of them wait.
  mutating func noteWritten(_ count: Int, to file: borrowing OpenFile) throws(StoreError) {
    unsynced += count
    if unsynced < Self.unsyncedMax { return }
    try file.sync()
    unsynced = 0
  }
}
