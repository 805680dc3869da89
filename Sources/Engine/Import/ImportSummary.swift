import StarlingCollect

/// What became of the lines of an import.
package struct ImportSummary: Hashable, Sendable {
  /// Events that were taken.
  package internal(set) var events = 0
  /// Lines read, blank ones included.
  package internal(set) var lines = 0
  /// Events passed over because one with the same message id came before.
  package internal(set) var duplicates = 0
  /// Lines that could not be read, by reason.
  package internal(set) var rejected: [RejectReason: Int] = [:]
  /// Columns of tables with values that are not of the kind the plan names, by column, and how many
  /// such values they have; these were kept as text.
  package internal(set) var misfits: [String: ColumnMisfits] = [:]
  /// The file that unreadable lines were written to, if there are any.
  package internal(set) var quarantinePath = ""
  /// Whether that file replaced an older one.
  package internal(set) var hasReplacedQuarantine = false
  /// The file that the latest of the events is in, as the user named it.
  package internal(set) var latestFile = ""
  /// People with at least one event.
  package internal(set) var people = 0
  /// Text read, decompressed. Unit: bytes.
  package internal(set) var bytes = 0

  /// Counts what a chunk has of such values.
  mutating func add(_ misfits: [ColumnMisfits]) {
    for found in misfits {
      let count = self.misfits[found.column]?.count ?? 0
      self.misfits[found.column] = found
      self.misfits[found.column]?.count += count
    }
  }

  /// Number of lines that could not be read.
  package var rejectedCount: Int { rejected.values.reduce(0, +) }
}
