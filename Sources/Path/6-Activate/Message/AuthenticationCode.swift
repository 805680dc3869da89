import CCrypto

/// HMAC-SHA256 and comparison in constant time, of OpenSSL.
enum AuthenticationCode {
  /// Length of a code. Unit: bytes.
  static let byteCount = 32

  /// The code of a message; 32 bytes.
  ///
  /// - Source: RFC 2104 with FIPS 180-4.
  static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: byteCount)
    var length: UInt32 = 0
    // Safe: the arrays outlive the call, lengths are theirs, and code holds the 32 bytes that
    // SHA-256 gives.
    let end = unsafe HMAC(
      EVP_sha256(), key, Int32(key.count), message, message.count, &code, &length)
    precondition(
      unsafe end != nil && Int(length) == byteCount, "OpenSSL gave \(length) bytes for HMAC-SHA256")
    return code
  }

  /// Whether two codes are the same, in a time that does not depend on where they differ.
  static func matches(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    // Safe: both arrays hold that many bytes and outlive the call.
    return unsafe CRYPTO_memcmp(left, right, left.count) == 0
  }

  /// So many bytes that nobody can guess; `nil` when the system gives none.
  static func secretBytes(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    // Safe: the array holds count bytes.
    return unsafe RAND_bytes(&bytes, Int32(count)) == 1 ? bytes : nil
  }
}
