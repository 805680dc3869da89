import CCrypto

/// Bytes that nobody can guess, and their comparison without telling where they differ.
package enum SecretBytes {
  /// So many random bytes; `nil` when the system gives none.
  package static func draw(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    // Safe: the array holds count bytes.
    return unsafe RAND_bytes(&bytes, Int32(count)) == 1 ? bytes : nil
  }

  /// Whether both are the same, in a time that does not depend on where they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    // Safe: both arrays hold that many bytes and outlive the call.
    return unsafe CRYPTO_memcmp(left, right, left.count) == 0
  }
}
