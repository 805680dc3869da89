/// The compressed bytes that a decompressor has not used yet.
struct CompressedBuffer {
  private static let size = 128 << 10

  private let source: FileReader
  private(set) var bytes: [UInt8] = []
  /// Bytes of `bytes` that are used.
  var position = 0
  private(set) var hasEnded = false

  init(_ source: FileReader) {
    self.source = source
  }

  /// Bytes taken from the file.
  var consumedBytes: Int { source.consumedBytes }

  /// Whether nothing is left, neither here nor in the file.
  var isEmpty: Bool { position == bytes.count && hasEnded }

  /// Reads the next part of the file when everything here is used.
  mutating func refill() throws(CollectError) {
    if position < bytes.count || hasEnded { return }
    bytes.removeAll(keepingCapacity: true)
    position = 0
    try bytes.append(addingCapacity: Self.size) {
      (output: inout OutputSpan<UInt8>) throws(CollectError) in try source.read(into: &output)
    }
    hasEnded = bytes.isEmpty
  }
}
