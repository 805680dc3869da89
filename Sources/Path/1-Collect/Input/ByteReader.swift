/// A stream of bytes that is read once, front to back: a file, or what decompressing it gives.
///
/// Classes, because each owns a file descriptor or a decompressor that must be released once.
protocol ByteReader: AnyObject {
  /// Appends bytes to `output`, at least one unless the stream has ended or `output` is full.
  ///
  /// - Throws: `CollectError` when reading fails; bytes already appended are good.
  func read(into output: inout OutputSpan<UInt8>) throws(CollectError)

  /// Bytes taken from the file so far; for progress, since compressed sizes are known.
  var consumedBytes: Int { get }
}
