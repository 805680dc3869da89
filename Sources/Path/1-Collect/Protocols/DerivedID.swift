import CCrypto

/// Message ids of items that have none, so that a retry of the same request counts once.
///
/// The id is `sha256-` and the first 128 bits, in hexadecimal, of SHA-256 over a label that the
/// protocol chooses, a line feed, and the item as JSON without blanks, its members in the order in
/// which they came, less those that change from try to try (`sentAt`) or name the key. It is made
/// only when the item says when it happened: without that, a second event cannot be told from a
/// retry, and losing events is worse than doubling them.
enum DerivedID {
  /// The id of a text.
  static func make(_ text: [UInt8]) -> [UInt8] {
    var digest = InlineArray<32, UInt8>(repeating: 0)
    var output = digest.mutableSpan
    // Safe: the text's bytes are read and 32 bytes are written, inside the call only.
    let status = unsafe text.withUnsafeBufferPointer { bytes in
      unsafe output.withUnsafeMutableBufferPointer { buffer in
        unsafe EVP_Digest(bytes.baseAddress, bytes.count, buffer.baseAddress, nil, sha256, nil)
      }
    }
    precondition(status == 1, "SHA-256 of \(text.count) bytes: status \(status)")
    var id = Array("sha256-".utf8)
    for index in 0..<16 {
      id.append(digits[Int(digest[index] >> 4)])
      id.append(digits[Int(digest[index] & 15)])
    }
    return id
  }

  /// Looked up once: OpenSSL's function of one call looks it up each time, which takes longer than
  /// the work.
  // Safe: made once, never changed and never freed.
  nonisolated(unsafe) private static let sha256 = unsafe EVP_MD_fetch(nil, "SHA256", nil)

  private static let digits = Array("0123456789abcdef".utf8)
}
