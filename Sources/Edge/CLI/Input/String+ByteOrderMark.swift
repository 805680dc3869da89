extension String {
  /// The text without the byte order mark that some programs write before UTF-8.
  var withoutByteOrderMark: String {
    guard unicodeScalars.first == "\u{FEFF}" else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.dropFirst()))
  }
}
