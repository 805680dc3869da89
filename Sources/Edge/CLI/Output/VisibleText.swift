extension String {
  /// The text with control characters (C0, DEL and C1) written as `\u{1B}`: what comes from data
  /// must not steer the terminal that shows it. Not for JSON and CSV, which keep every byte.
  ///
  /// - Parameter keepsLines: Whether line ends and tabs stay, for messages of several lines.
  func visible(keepsLines: Bool = false) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      if keepsLines && (scalar == "\n" || scalar == "\t") { return false }
      return scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }
    if !unicodeScalars.contains(where: isControl) { return self }
    var text = ""
    for scalar in unicodeScalars {
      if isControl(scalar) {
        text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
