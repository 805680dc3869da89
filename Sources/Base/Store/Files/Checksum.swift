import CZlib

/// CRC-32 as of zlib: finds every error of one flipped bit and every run of errors up to 32 bits.
enum Checksum {
  /// Continues a checksum over more bytes; 0 begins one.
  static func crc32(_ bytes: Span<UInt8>, after start: UInt32 = 0) -> UInt32 {
    // Safe: zlib reads `count` bytes inside the call only.
    let sum = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe crc32_z(UInt(start), buffer.baseAddress, buffer.count)
    }
    // With no address zlib answers the checksum of nothing, whatever came before.
    return bytes.isEmpty ? start : UInt32(truncatingIfNeeded: sum)
  }
}
