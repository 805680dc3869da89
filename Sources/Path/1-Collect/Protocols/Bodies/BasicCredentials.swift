import StarlingColumns

/// The header `Authorization: Basic …` (RFC 7617).
enum BasicCredentials {
  /// The user name, which is where clients put the write key; `nil` when the header is no such.
  static func user(_ header: String) -> String? {
    let text = Array(header.utf8)
    guard text.count <= 4 * Limits.writeKeyBytesMax, text.count > scheme.count else { return nil }
    for (index, letter) in scheme.enumerated() where text[index] | 0x20 != letter { return nil }
    guard let bytes = Base64.decoded(text.span.extracting(droppingFirst: scheme.count)) else {
      return nil
    }
    let user = String(decoding: bytes.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    return user.isEmpty ? nil : user
  }

  /// In lower case; the blank is one already.
  private static let scheme = Array("basic ".utf8)
}
