import CZstd
import StarlingColumns

/// Makes Zstandard frames, one after another, with memory that is used again.
@safe final class Compressor {
  // Safe: owned by this object, made in `init`, freed in `deinit`, used by one call at a time.
  private let context: OpaquePointer

  /// - Parameter level: Of Zstandard: 1 is quick, 19 small.
  init(level: Int32) {
    guard let made = unsafe ZSTD_createCCtx() else {
      preconditionFailure("no memory for a Zstandard context")
    }
    unsafe context = made
    unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  /// Appends one frame that holds `plain`.
  func compress(_ plain: Span<UInt8>, appendingTo chunk: inout [UInt8]) {
    let room = ZSTD_compressBound(plain.count)
    chunk.append(addingCapacity: room) { output in
      // Safe: zstd reads `plain` and writes at most `room` bytes into the free rest of the output;
      // what it wrote is declared initialised.
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        unsafe plain.withUnsafeBufferPointer { source in
          guard let to = buffer.baseAddress else { return }
          let size = unsafe ZSTD_compress2(
            context, to + initialized, room, source.baseAddress, source.count)
          precondition(ZSTD_isError(size) == 0, "zstd refuses \(source.count) bytes")
          initialized += size
        }
      }
    }
  }

  /// The bytes of a frame, which must be `byteCount`.
  static func decompress(
    _ frame: Span<UInt8>, byteCount: Int
  ) throws(ChunkProblem) -> [UInt8] {
    var problem: ChunkProblem?
    // Safe: all of the buffer is written, or nothing of it counts.
    let plain = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
      do throws(ChunkProblem) {
        try unsafe decompress(frame, into: UnsafeMutableRawBufferPointer(buffer))
        filled = byteCount
      } catch { problem = error }
    }
    if let problem { throw problem }
    return plain
  }

  /// Fills a buffer with the bytes of a frame, which must be as many.
  static func decompress(
    _ frame: Span<UInt8>, into buffer: UnsafeMutableRawBufferPointer
  ) throws(ChunkProblem) {
    // Safe: zstd reads the frame and writes at most what the buffer holds; the status counts it.
    let status = unsafe frame.withUnsafeBufferPointer { source in
      unsafe ZSTD_decompress(buffer.baseAddress, buffer.count, source.baseAddress, source.count)
    }
    if ZSTD_isError(status) != 0 {
      // Safe: a static string of the library.
      let reason = unsafe String(cString: ZSTD_getErrorName(status))
      throw ChunkProblem(offset: ChunkFrame.headBytes, reason: "zstd: \(reason)")
    }
    if status != buffer.count {
      throw ChunkProblem(
        offset: 20, reason: "\(status) bytes of columns where \(buffer.count) are said")
    }
  }
}
