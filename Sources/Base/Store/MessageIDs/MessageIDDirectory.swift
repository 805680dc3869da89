/// The run files of a data directory.
enum MessageIDDirectory {
  /// Opens the runs that together reach furthest without overlap, oldest first; what is damaged,
  /// unfinished, or contained in another one is removed.
  ///
  /// - Parameter end: Number behind the last event of the log.
  static func open(_ directory: String, end: Int64) throws(StoreError) -> [MessageIDRun] {
    var found: [MessageIDRun] = []
    for name in try DirectoryFiles.names(in: directory) {
      let path = directory + "/" + name
      guard name.hasSuffix(".ids"), let run = try valid(path), run.sequences.upperBound <= end
      else {
        try DirectoryFiles.remove(path)
        continue
      }
      found.append(run)
    }
    // A merge that was interrupted leaves the long run and the short ones: the long one counts.
    found.sort {
      $0.sequences.lowerBound != $1.sequences.lowerBound
        ? $0.sequences.lowerBound < $1.sequences.lowerBound
        : $0.sequences.upperBound > $1.sequences.upperBound
    }
    var chosen: [MessageIDRun] = []
    for run in found {
      if run.sequences.lowerBound >= (chosen.last?.sequences.upperBound ?? 0) {
        chosen.append(run)
      } else {
        try DirectoryFiles.remove(run.path)
      }
    }
    return chosen
  }

  /// The run in a file; `nil` when it is damaged.
  private static func valid(_ path: String) throws(StoreError) -> MessageIDRun? {
    do throws(StoreError) { return try MessageIDRun(path) } catch {
      if error.code == .damaged { return nil }
      throw error
    }
  }
}
