import StarlingCrypto

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
    let digest = Digest.sha256(text.span)
    var id = Array("sha256-".utf8)
    for index in 0..<16 {
      id.append(digits[Int(digest[index] >> 4)])
      id.append(digits[Int(digest[index] & 15)])
    }
    return id
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
