import CZlib
import CZstd

/// A gzip member with these bytes.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  _ = deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(),
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1_000)
  return input.withUnsafeMutableBufferPointer { from in
    output.withUnsafeMutableBufferPointer { to in
      stream.next_in = from.baseAddress
      stream.avail_in = UInt32(from.count)
      stream.next_out = to.baseAddress
      stream.avail_out = UInt32(to.count)
      _ = deflate(&stream, Z_FINISH)
      return Array(to.prefix(Int(stream.total_out)))
    }
  }
}

/// A Zstandard frame with these bytes.
func zstd(_ bytes: [UInt8]) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
  return Array(output.prefix(count))
}

/// The bytes deflated with a window: 15 for zlib's wrapping, -15 for none.
func deflated(_ bytes: [UInt8], window: Int32) -> [UInt8] {
  var stream = z_stream()
  _ = deflateInit2_(
    &stream, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, zlibVersion(),
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1_000)
  return input.withUnsafeMutableBufferPointer { from in
    output.withUnsafeMutableBufferPointer { to in
      stream.next_in = from.baseAddress
      stream.avail_in = UInt32(from.count)
      stream.next_out = to.baseAddress
      stream.avail_out = UInt32(to.count)
      _ = deflate(&stream, Z_FINISH)
      return Array(to.prefix(Int(stream.total_out)))
    }
  }
}
