/// The snapshot files of a data directory.
enum SnapshotDirectory {
  /// The numbers of the snapshots that are there, newest first, sound or not.
  static func sequences(_ directory: String) throws(StoreError) -> [Int64] {
    if !DirectoryFiles.exists(directory) { return [] }
    return try DirectoryFiles.names(in: directory).compactMap { name in
      name.hasSuffix(SnapshotFormat.suffix)
        ? Int64(name.dropLast(SnapshotFormat.suffix.count)) : nil
    }.sorted(by: >)
  }
}
