import StarlingCrypto

/// A secret that opens something: 32 random bytes as letters and digits behind a prefix that says
/// what it is. Only its hash is ever stored.
package struct SecretToken: Sendable {
  /// What a token opens.
  package enum Kind: String, Sendable {
    /// The JSON API.
    case api = "sk_"
    /// A source: clients send events with it.
    case write = "wk_"
  }

  /// Letters of a token that may be shown and stored, behind which it is looked up.
  package static let prefixLength = 11
  /// Letters of a whole token.
  package static let length = 3 + digitCount

  /// 62^43 is the first power of 62 above 2^256.
  private static let digitCount = 43
  private static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// The whole token: shown once.
  package let text: String

  /// A new token.
  ///
  /// Each letter is drawn evenly: a random byte above the largest multiple of 62 is drawn again.
  package static func random(_ kind: Kind) -> SecretToken {
    var letters = Array(kind.rawValue.utf8)
    while letters.count < length {
      for byte in randomBytes(64) where letters.count < length && byte < 248 {
        letters.append(alphabet[Int(byte % 62)])
      }
    }
    return SecretToken(text: String(decoding: letters, as: UTF8.self))
  }

  /// The part by which people recognise a token and the server finds it.
  package var prefix: String { String(text.prefix(Self.prefixLength)) }

  /// SHA-256 of the text. Shape: 32 bytes.
  ///
  /// No salt and no slow hash: the text has 256 random bits, so there is nothing to guess.
  package static func hash(_ text: some StringProtocol) -> [UInt8] {
    Digest.sha256(of: Array(text.utf8))
  }

  /// Whether two hashes are equal, in a time that does not depend on where they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    SecretBytes.areEqual(left, right)
  }

  private static func randomBytes(_ count: Int) -> [UInt8] {
    guard let bytes = SecretBytes.draw(count) else {
      preconditionFailure("the system gives no random bytes")
    }
    return bytes
  }
}
