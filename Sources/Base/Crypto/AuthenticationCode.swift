import CCrypto

/// HMAC-SHA256, of OpenSSL: proves that somebody who knows the key wrote a message.
package enum AuthenticationCode {
  /// The code of a message. Shape: 32 bytes.
  ///
  /// - Source: RFC 2104 with FIPS 180-4.
  package static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: Digest.byteCount)
    var length: UInt32 = 0
    // Safe: the arrays outlive the call, lengths are theirs, and code holds the 32 bytes that
    // SHA-256 gives.
    let end = unsafe HMAC(
      EVP_sha256(), key, Int32(key.count), message, message.count, &code, &length)
    precondition(
      unsafe end != nil && Int(length) == Digest.byteCount,
      "OpenSSL gave \(length) bytes for HMAC-SHA256")
    return code
  }
}
