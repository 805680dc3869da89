import StarlingColumns

/// The header `Authorization: Basic …` (RFC 7617).
enum BasicCredentials {
  /// The user name, which is where clients put the write key; `nil` when the header is no such.
  static func user(_ header: String) -> String? {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "basic",
      parts[1].utf8.count <= 4 * Limits.writeKeyBytesMax
    else { return nil }
    let text = Array(parts[1].utf8)
    guard let bytes = Base64.decoded(text.span) else { return nil }
    let user = String(copying: bytes.span).split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
    return user.isEmpty ? nil : String(user)
  }
}
