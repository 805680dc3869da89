/// A place in a list, from which the next page goes on. Only who made it knows what it says.
package struct PageCursor: Hashable, Sendable {
  /// Longest text of a cursor. Unit: bytes.
  package static let lengthMax = 200

  /// Letters, digits, `-`, `_` and `.`, so that it can stand in a URL as it is.
  package let text: String

  /// A cursor of a text; `nil` when the text has other signs, is empty or too long.
  package init?(_ text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard isPlain, (1...Self.lengthMax).contains(text.utf8.count) else { return nil }
    self.text = text
  }
}
