import StarlingColumns

extension JSONTape {
  /// Whether the value, written as JSON without blanks, has more than `bytesMax` bytes.
  ///
  /// Lengths of strings and 26 bytes for each number and its comma bound it from above; only values
  /// near the limit are written out to be measured.
  func isLarger(_ index: Int, than bytesMax: Int) -> Bool {
    let end = next(after: index)
    var bound = 0
    var word = index
    while word < end {
      switch kind(word) {
      case .integer, .unsigned, .double:
        bound &+= 26
        word &+= 2
      case .string:
        // An escaped sign may take six bytes.
        bound &+= 6 &* string(word).count &+ 3
        word &+= 1
      default:
        bound &+= 6
        word &+= 1
      }
    }
    return bound > bytesMax && text(index).count > bytesMax
  }

  /// The object as JSON without blanks and without some of its members, for message ids that are
  /// derived from it.
  func text(object: Int, leavingOut keys: [[UInt8]], label: String) -> [UInt8] {
    var text = Array("\(label)\n{".utf8)
    var index = object + 1
    let end = end(of: object)
    var isFirst = true
    while index < end {
      let key = index
      index = next(after: key + 1)
      if keys.contains(where: { string(key).matches($0.span) }) { continue }
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      JSONText.append(string(key), to: &text)
      text.append(UInt8(ascii: ":"))
      write(key + 1, &text)
    }
    text.append(UInt8(ascii: "}"))
    return text
  }
}
