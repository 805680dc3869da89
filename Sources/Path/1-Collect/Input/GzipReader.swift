import CZlib

/// Decompresses gzip: any number of members one after the other, as `cat a.gz b.gz` makes them.
/// Zero bytes behind the last member (tape padding) are ignored, as gzip does.
@safe final class GzipReader: ByteReader {
  private var input: CompressedBuffer
  private let path: String
  // Safe: owned by this object, initialised in `init`, ended in `deinit`, used by `read` alone.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInsideMember = true
  private var hasFailed = false

  init(_ source: FileReader, path: String) throws(CollectError) {
    input = CompressedBuffer(source)
    self.path = path
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15: the largest window; + 16: gzip headers only.
    let version = unsafe zlibVersion()
    let status = unsafe inflateInit2_(
      stream, 15 + 16, version, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK {
      throw CollectError(.damagedStream, place: path, "cannot start zlib (status \(status))")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  var consumedBytes: Int { input.consumedBytes }

  func read(into output: inout OutputSpan<UInt8>) throws(CollectError) {
    let before = output.count
    while output.count == before && output.freeCapacity > 0 && !hasFailed {
      try input.refill()
      if !isInsideMember && !startNextMember() { return }
      if input.isEmpty { throw damaged("it ends in the middle; fetch it again") }
      try step(&output)
    }
  }

  /// Prepares for another member; `false` at the end of the file.
  private func startNextMember() -> Bool {
    while input.position < input.bytes.count, input.bytes[input.position] == 0 {
      input.position += 1
    }
    if input.isEmpty { return false }
    if input.position == input.bytes.count { return true }
    unsafe inflateReset(stream)
    isInsideMember = true
    return true
  }

  private func step(_ output: inout OutputSpan<UInt8>) throws(CollectError) {
    if !isInsideMember { return }
    let position = input.position
    let room = UInt32(min(output.freeCapacity, 1 << 30))
    var status = Z_OK
    // Safe: zlib reads inside `bytes` and writes inside the free rest of the output; both pointers
    // are used inside the closures only, and what it wrote is declared initialised.
    let used = unsafe input.bytes.withUnsafeBufferPointer { bytes -> Int in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized -> Int in
        guard let from = bytes.baseAddress, let to = buffer.baseAddress else { return 0 }
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: from + position)
        unsafe stream.pointee.avail_in = UInt32(bytes.count - position)
        unsafe stream.pointee.next_out = unsafe to + initialized
        unsafe stream.pointee.avail_out = room
        status = unsafe inflate(stream, Z_NO_FLUSH)
        initialized += Int(room - (unsafe stream.pointee.avail_out))
        return unsafe bytes.count - position - Int(stream.pointee.avail_in)
      }
    }
    input.position += used
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isInsideMember = false
    default: throw damaged("it is not valid gzip (zlib status \(status))")
    }
  }

  private func damaged(_ message: String) -> CollectError {
    hasFailed = true
    return CollectError(.damagedStream, place: path, "the gzip file is damaged: \(message)")
  }
}
