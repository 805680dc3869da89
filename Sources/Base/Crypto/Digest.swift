import CCrypto

/// SHA-256, of OpenSSL.
///
/// - Source: FIPS 180-4.
package enum Digest {
  /// Length of a digest. Unit: bytes.
  package static let byteCount = 32

  /// The digest of some bytes.
  package static func sha256(_ bytes: Span<UInt8>) -> InlineArray<32, UInt8> {
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var output = digest.mutableSpan
    // Safe: the bytes are read and 32 bytes are written, inside the call only.
    let status = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe output.withUnsafeMutableBufferPointer { buffer in
        unsafe EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, algorithm, nil)
      }
    }
    precondition(status == 1, "SHA-256 of \(bytes.count) bytes: status \(status)")
    return digest
  }

  /// The digest of some bytes as an array. Shape: 32 bytes.
  package static func sha256(of bytes: [UInt8]) -> [UInt8] {
    let digest = sha256(bytes.span)
    return digest.indices.map { digest[$0] }
  }

  /// Looked up once: OpenSSL's function of one call looks it up each time, which takes longer than
  /// the work.
  // Safe: made once, never changed and never freed.
  nonisolated(unsafe) private static let algorithm = unsafe EVP_MD_fetch(nil, "SHA256", nil)
}
