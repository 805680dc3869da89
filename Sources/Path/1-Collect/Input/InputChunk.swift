import StarlingColumns

/// Whole lines (or CSV records) of one file, to be parsed by one thread.
package struct InputChunk: Sendable {
  /// The file as the user named it.
  package var file: String
  /// Position among all chunks of the import, from 0: results are consumed in this order.
  package var sequence: Int
  /// Line number of the first byte, from 1.
  package var firstLine: Int
  /// The text, then `padding` bytes that parsers may read but that mean nothing.
  package private(set) var bytes: [UInt8]
  /// Length of the text. Unit: bytes.
  package private(set) var count: Int
  /// Header of the file; empty unless it is a CSV file.
  package var header: [String] = []
  /// Lines that are too long to be held, found while cutting; they are not part of the text.
  package var rejections: [Rejection] = []
  /// Length of those lines. Unit: bytes.
  package var rejectedBytes = 0
  /// Bytes of input, compressed where it is, read so far in the whole import; for progress.
  package var consumedBytes = 0

  /// Readable bytes behind the text: simdjson loads up to 64 at once.
  package static let padding = 64

  /// Takes the text and adds the padding.
  package init(file: String, sequence: Int = 0, firstLine: Int = 1, text: consuming [UInt8]) {
    self.file = file
    self.sequence = sequence
    self.firstLine = firstLine
    count = text.count
    bytes = text
    bytes.append(contentsOf: repeatElement(0, count: Self.padding))
  }
}
