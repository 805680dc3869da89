/// What a target of webhooks is called for ever: in the data directory, in ids of deliveries and in
/// the API. An id is never given to a second target, also not after the first was deleted.
package struct WebhookTargetID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Longest text of an id. Unit: bytes.
  package static let bytesMax = 64

  /// 1...64 of the letters a to z, digits, `_` and `-`.
  package let text: String

  /// Takes a text that may be an id; `nil` for any other.
  package init?(_ text: String) {
    let isWord = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
    guard isWord, !text.isEmpty, text.utf8.count <= Self.bytesMax else { return nil }
    self.text = text
  }

  /// The id of a target that the data directory knows by number.
  ///
  /// - Precondition: The number is at least 1.
  package init(number: Int64) {
    precondition(number >= 1, "targets are numbered from 1, not \(number)")
    text = "\(number)"
  }

  /// The number in the data directory; `nil` for an id that is none.
  package var number: Int64? { Int64(text) }

  /// The text.
  package var description: String { text }

  package static func < (left: WebhookTargetID, right: WebhookTargetID) -> Bool {
    left.text < right.text
  }
}
