/// A text that equals and sorts by its UTF-8 bytes.
///
/// Swift's `String` compares by canonical equivalence, so that two spellings of "é" are equal; the
/// language compares what was sent.
struct ExactText: Hashable, Comparable {
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  static func < (left: ExactText, right: ExactText) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// Whether `part` occurs in the text; the empty text occurs in every text.
  func contains(_ part: ExactText) -> Bool {
    guard part.bytes.count <= bytes.count else { return false }
    return (0...(bytes.count - part.bytes.count)).contains { start in
      bytes[start...].starts(with: part.bytes)
    }
  }
}

/// Whether two texts are the same bytes.
func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
