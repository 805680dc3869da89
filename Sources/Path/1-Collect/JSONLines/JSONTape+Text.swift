import StarlingColumns

extension JSONTape {
  /// The value as JSON text without blanks, so that a bad item of a batch can be kept on its own.
  func text(_ index: Int) -> [UInt8] {
    var text: [UInt8] = []
    write(index, &text)
    return text
  }

  /// Appends the value as JSON text without blanks.
  func write(_ index: Int, _ text: inout [UInt8]) {
    switch kind(index) {
    case .object: write(index, isObject: true, &text)
    case .array: write(index, isObject: false, &text)
    case .string: JSONText.append(string(index), to: &text)
    case .yes: text += "true".utf8
    case .no: text += "false".utf8
    case .null: text += "null".utf8
    default: text += (numberText(index) ?? "null").utf8
    }
  }

  private func write(_ start: Int, isObject: Bool, _ text: inout [UInt8]) {
    text.append(UInt8(ascii: isObject ? "{" : "["))
    var index = start + 1
    let end = end(of: start)
    while index < end {
      if index > start + 1 { text.append(UInt8(ascii: ",")) }
      if isObject {
        JSONText.append(string(index), to: &text)
        text.append(UInt8(ascii: ":"))
        index += 1
      }
      write(index, &text)
      index = next(after: index)
    }
    text.append(UInt8(ascii: isObject ? "}" : "]"))
  }
}
