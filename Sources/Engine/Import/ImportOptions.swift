import StarlingCollect

/// What an import may do.
package struct ImportOptions: Sendable {
  /// Longest pause inside a session. Unit: ms.
  package var sessionGapMs: Int64
  /// Where lines that cannot be read go.
  package var quarantine: QuarantineTarget
  /// Folder of a file without a name that holds message ids while the import runs.
  package var scratchFolder: String
  /// Whether the first line that cannot be read ends the import.
  package var isStrict: Bool
  /// Most different events; arrival numbers have 32 bits.
  package var eventsMax = Int(UInt32.max) - 1

  /// States the options of an import.
  package init(
    sessionGapMs: Int64, quarantine: QuarantineTarget, scratchFolder: String,
    isStrict: Bool = false
  ) {
    self.sessionGapMs = sessionGapMs
    self.quarantine = quarantine
    self.scratchFolder = scratchFolder
    self.isStrict = isStrict
  }
}

/// How far an import is.
package struct ImportProgress: Sendable {
  /// Bytes of input read, as they lie on disk.
  package var bytes: Int
  /// Size of all input; `nil` when part of it is a stream. Unit: bytes.
  package var bytesTotal: Int?
  /// Events taken so far.
  package var events: Int
}
