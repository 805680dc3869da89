extension Store {
  /// Version of the data format that this program writes.
  package static var formatVersion: Int { StoreSchema.version }

  /// Whether a directory holds a store's data.
  package static func exists(in directory: String) -> Bool {
    DirectoryFiles.exists(directory + "/starling.db")
  }

  /// Number of the process that has a data directory open, as text; `nil` when none has.
  package static func user(of directory: String) throws(StoreError) -> String? {
    try DirectoryLock.holder(of: directory)
  }
}
