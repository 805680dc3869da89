import StarlingCrypto

/// Makes secrets that webhooks are signed with.
package enum WebhookSecret {
  /// What a secret begins with, so that it is recognised where it leaked to.
  package static let prefix = "whsec_"
  private static let randomBytes = 32
  private static let letters = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// A new secret of 256 random bits; `nil` when the system has no random numbers to give.
  package static func make() -> String? {
    guard let bytes = SecretBytes.draw(randomBytes) else { return nil }
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(letters[Int(bits >> UInt32(count) & 63)])
      }
    }
    text.append(letters[Int(bits << UInt32(6 - count) & 63)])
    return prefix + String(decoding: text, as: UTF8.self)
  }
}
