import StarlingCrypto

// A receiver must know that a webhook is ours and that nobody recorded it to send it again.
//
//     Starling-Signature: t=1772454600,v1=<64 hex digits>
//     v1 = HMAC-SHA256(secret, "1772454600" + "." + body)
//
// While a secret is exchanged there is one v1 for each secret, the newest first; a receiver accepts
// the request when any of them is right. Unknown keys are passed over, so that a v2 can come.

/// Signs webhooks, and checks signatures as receivers do.
package enum WebhookSignature {
  /// The header that carries it.
  package static let headerName = "Starling-Signature"
  /// How far sender's and receiver's clocks may lie apart. Unit: s.
  package static let toleranceSeconds: Int64 = 300

  /// The header of a body.
  ///
  /// - Parameters:
  ///   - secrets: One `v1` for each, in this order.
  ///   - seconds: When it is sent. Unit: s since 1970 UTC.
  package static func header(
    body: [UInt8], secrets: [String], atSeconds seconds: Int64
  ) -> String {
    let parts = secrets.map { ",v1=" + hex(code(body: body, secret: $0, atSeconds: seconds)) }
    return "t=\(seconds)" + parts.joined()
  }

  /// Whether a header is right for a body, and not too old or too new.
  ///
  /// - Parameters:
  ///   - secret: The receiver's.
  ///   - now: The receiver's clock. Unit: s since 1970 UTC.
  ///   - tolerance: How far the header's time may lie from now, either way. Unit: s.
  /// - Complexity: Time does not depend on how much of a signature is right.
  package static func isValid(
    _ header: String, body: [UInt8], secret: String, nowSeconds now: Int64,
    tolerance: Int64 = toleranceSeconds
  ) -> Bool {
    var time: Int64?
    var codes: [[UInt8]] = []
    for part in header.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { continue }
      switch pair[0].trimmingPrefix(while: { $0 == " " }) {
      case "t": time = Int64(pair[1])
      case "v1": if let code = bytes(hex: pair[1]) { codes.append(code) }
      default: continue
      }
    }
    guard let time else { return false }
    let (distance, isOver) = now.subtractingReportingOverflow(time)
    if isOver || distance.magnitude > tolerance.magnitude { return false }
    let expected = code(body: body, secret: secret, atSeconds: time)
    // All are compared, so that time does not tell which was right.
    return codes.reduce(false) { SecretBytes.areEqual($1, expected) || $0 }
  }

  private static func code(body: [UInt8], secret: String, atSeconds seconds: Int64) -> [UInt8] {
    AuthenticationCode.sha256(Array("\(seconds).".utf8) + body, key: Array(secret.utf8))
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func bytes(hex text: Substring) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }
}
