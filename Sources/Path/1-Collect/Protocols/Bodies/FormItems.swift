import StarlingColumns

/// The items of a query or of a form body (`application/x-www-form-urlencoded`), decoded.
package struct FormItems: Sendable {
  /// A name with its value.
  package struct Item: Hashable, Sendable {
    /// The name.
    package var name: String
    /// The value; empty when there is none.
    package var value: String
  }

  /// The items in their order, `Limits.formItemsMax` at most.
  package private(set) var items: [Item] = []

  /// Reads a query without its `?`.
  package init(_ query: String) {
    let bytes = Array(query.utf8)
    self.init(bytes.span)
  }

  /// Reads the bytes of a form. `+` is a blank; `%` with anything but two digits is itself.
  init(_ bytes: Span<UInt8>) {
    var start = 0
    while start < bytes.count && items.count < Limits.formItemsMax {
      let end = bytes.firstIndex(of: UInt8(ascii: "&"), from: start, to: bytes.count) ?? bytes.count
      if end > start {
        let sign = bytes.firstIndex(of: UInt8(ascii: "="), from: start, to: end) ?? end
        items.append(
          Item(
            name: Self.decoded(bytes.extracting(start..<sign)),
            value: sign == end ? "" : Self.decoded(bytes.extracting((sign + 1)..<end))))
      }
      start = end + 1
    }
  }

  /// The value of the last item of this name.
  package subscript(name: String) -> String? {
    items.last { $0.name == name }?.value
  }

  /// Text that is not UTF-8 gets replacement signs, as in every query on the web.
  private static func decoded(_ bytes: Span<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "+") {
        text.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
      {
        text.append(high << 4 | low)
        index += 2
      } else {
        text.append(byte)
      }
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  // MARK: As JSON

  /// The items as one JSON object of strings; of doubled names the last counts.
  func appendJSON(to text: inout [UInt8]) {
    text.append(UInt8(ascii: "{"))
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      JSONText.append(item.name, to: &text)
      text.append(UInt8(ascii: ":"))
      JSONText.append(item.value, to: &text)
    }
    text.append(UInt8(ascii: "}"))
  }
}
