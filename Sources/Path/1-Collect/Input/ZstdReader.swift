import CZstd

/// Decompresses Zstandard: any number of frames, skippable ones included.
@safe final class ZstdReader: ByteReader {
  private var input: CompressedBuffer
  private let path: String
  // Safe: owned by this object, made in `init`, freed in `deinit`, used by `read` alone.
  private let stream: OpaquePointer
  /// Whether the last call ended at the end of a frame with all of it handed out.
  private var isAtFrameEnd = true
  private var hasFailed = false

  init(_ source: FileReader, path: String) throws(CollectError) {
    input = CompressedBuffer(source)
    self.path = path
    guard let made = unsafe ZSTD_createDStream() else {
      throw CollectError(.system, place: path, "cannot start zstd: out of memory")
    }
    unsafe stream = made
    unsafe ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Limits.zstdWindowLog)
  }

  deinit { unsafe ZSTD_freeDStream(stream) }

  var consumedBytes: Int { input.consumedBytes }

  func read(into output: inout OutputSpan<UInt8>) throws(CollectError) {
    let before = output.count
    while output.count == before && output.freeCapacity > 0 && !hasFailed {
      try input.refill()
      if input.isEmpty {
        if isAtFrameEnd { return }
        // What the decompressor still holds comes out without new input.
        try step(&output)
        if output.count > before || isAtFrameEnd { return }
        throw damaged("it ends in the middle; fetch it again")
      }
      try step(&output)
    }
  }

  private func step(_ output: inout OutputSpan<UInt8>) throws(CollectError) {
    let position = input.position
    let room = output.freeCapacity
    var status = 0
    // Safe: zstd reads inside `bytes` and writes inside the free rest of the output; both pointers
    // are used inside the closures only, and what it wrote is declared initialised.
    let used = unsafe input.bytes.withUnsafeBufferPointer { bytes -> Int in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized -> Int in
        guard let to = buffer.baseAddress else { return position }
        var source = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: position)
        var target = unsafe ZSTD_outBuffer(dst: to + initialized, size: room, pos: 0)
        status = unsafe ZSTD_decompressStream(stream, &target, &source)
        initialized += unsafe target.pos
        return unsafe source.pos
      }
    }
    input.position = used
    if ZSTD_isError(status) != 0 {
      // Safe: a static string of the library.
      let reason = unsafe String(cString: ZSTD_getErrorName(status))
      throw damaged(reason)
    }
    isAtFrameEnd = status == 0
  }

  private func damaged(_ message: String) -> CollectError {
    hasFailed = true
    return CollectError(.damagedStream, place: path, "the zstd file is damaged: \(message)")
  }
}
