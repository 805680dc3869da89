import CZlib
import StarlingColumns

/// Decompresses whole bodies within a limit; memory is kept from body to body.
@safe final class Inflater {
  /// How the compressed bytes are wrapped.
  enum Framing: Int32 {
    /// 15 is the largest window; + 16 means gzip.
    case gzip = 31
    case zlib = 15
    /// A negative window means no wrapping.
    case raw = -15
  }

  /// How it went.
  enum Outcome {
    case whole, damaged, tooLarge
  }

  // Safe: owned by this object, initialised in `init`, ended in `deinit`, used by `inflate` alone.
  private let stream: UnsafeMutablePointer<z_stream>
  private let hasStarted: Bool

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    hasStarted =
      unsafe inflateInit2_(
        stream, Framing.gzip.rawValue, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if hasStarted { unsafe inflateEnd(stream) }
    unsafe stream.deallocate()
  }

  /// Appends what the input decompresses to, `bytesMax` bytes at most. Several gzip members one
  /// after the other are one text.
  func inflate(
    _ input: Span<UInt8>, _ framing: Framing, to output: inout [UInt8], bytesMax: Int
  ) -> Outcome {
    guard hasStarted, unsafe inflateReset2(stream, framing.rawValue) == Z_OK else {
      return .damaged
    }
    var used = 0
    while true {
      let room = min(bytesMax + 1 - output.count, max(4_096, 4 * (input.count - used)))
      if room <= 0 { return .tooLarge }
      let step = step(input.extracting(used..<input.count), to: &output, room: room)
      used += step.used
      switch step.status {
      case Z_STREAM_END:
        if output.count > bytesMax { return .tooLarge }
        if used == input.count { return .whole }
        guard framing == .gzip, unsafe inflateReset(stream) == Z_OK else { return .damaged }
      case Z_OK:
        if step.used == 0 && step.written == 0 { return .damaged }
      default:
        // Nothing more to read and nothing written: it ends in the middle.
        return .damaged
      }
    }
  }

  private struct Step {
    var status = Z_OK
    var used = 0
    var written = 0
  }

  private func step(_ input: Span<UInt8>, to output: inout [UInt8], room: Int) -> Step {
    var step = Step()
    // Safe: zlib reads inside the input and writes inside the room behind the output's end; both
    // pointers are used inside the closures only, and what it wrote is declared initialised.
    output.append(addingCapacity: room) { (free: inout OutputSpan<UInt8>) in
      unsafe input.withUnsafeBufferPointer { bytes in
        unsafe free.withUnsafeMutableBufferPointer { buffer, initialized in
          guard let to = buffer.baseAddress else {
            step.status = Z_BUF_ERROR
            return
          }
          // No input is fine: zlib may hold output that found no room before.
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(truncatingIfNeeded: bytes.count)
          unsafe stream.pointee.next_out = unsafe to + initialized
          unsafe stream.pointee.avail_out = UInt32(truncatingIfNeeded: room)
          step.status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
          step.written = unsafe room - Int(stream.pointee.avail_out)
          step.used = unsafe bytes.count - Int(stream.pointee.avail_in)
          initialized += step.written
        }
      }
    }
    return step
  }
}
