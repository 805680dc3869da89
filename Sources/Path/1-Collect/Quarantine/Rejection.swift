import StarlingColumns

/// One line or record that was not taken, with all that is needed to find, mend and replay it.
package struct Rejection: Hashable, Sendable {
  /// The file as the user named it; `-` is standard input.
  package var file: String
  /// Line number of its first line, from 1.
  package var line: Int
  /// Why, from the closed set.
  package var reason: RejectReason
  /// What exactly is wrong, in words for people.
  package var detail: String
  /// The text as it came, without its line end, cut to `Limits.quarantineRawBytes`.
  package var raw: [UInt8]

  /// States that a line was not taken; keeps the beginning of `raw`.
  package init(
    file: String, line: Int, reason: RejectReason, detail: String, raw: Span<UInt8>
  ) {
    self.file = file
    self.line = line
    self.reason = reason
    self.detail = detail
    self.raw = []
    self.raw.append(copying: raw.extracting(first: Limits.quarantineRawBytes))
  }
}
