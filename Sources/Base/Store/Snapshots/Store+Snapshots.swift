extension Store {
  private var snapshotDirectory: String { directory + "/snapshots" }

  /// Begins a snapshot of a state that holds the effects of all events before `sequence`.
  ///
  /// One at a time; a second one takes the place of the first.
  package func snapshotWriter(sequence: Int64) throws(StoreError) -> SnapshotWriter {
    try SnapshotWriter(
      directory: snapshotDirectory, sequence: sequence, level: options.commitLevel)
  }

  /// The snapshots that can be opened, newest first, and what is wrong with the others.
  ///
  /// Those that reach beyond the log, which a restored backup leaves behind, are passed over.
  package func snapshots() throws(StoreError) -> (
    readers: [SnapshotReader], problems: [StoreError]
  ) {
    var readers: [SnapshotReader] = []
    var problems: [StoreError] = []
    for sequence in try SnapshotDirectory.sequences(snapshotDirectory) {
      let path = "\(snapshotDirectory)/\(sequence)\(SnapshotFormat.suffix)"
      do throws(StoreError) {
        let reader = try SnapshotReader(path)
        if reader.sequence != sequence || sequence > nextSequence {
          throw SnapshotFormat.damaged(
            path, "it is of event \(reader.sequence) and the log ends at \(nextSequence)")
        }
        readers.append(reader)
      } catch { problems.append(error) }
    }
    return (readers, problems)
  }
}
