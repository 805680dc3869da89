/// What the value of an option may be, and how it is read.
package enum OptionKind: Hashable, Sendable {
  /// Any text on one line.
  case text
  /// A path of a file or folder, relative to where the program runs.
  case path
  /// A whole number within bounds.
  case number(ClosedRange<Int>)
  /// A size such as `512 KiB`, within bounds. Unit: bytes.
  case size(ClosedRange<Int>)
  /// A length of time such as `30s` or `1m30s`, within bounds. Unit: ms.
  case duration(ClosedRange<Int>)
  /// One of a few words.
  case choice([String])

  /// What is expected, as the messages and the reference say it.
  package var expectation: String {
    switch self {
    case .text: "a text"
    case .path: "a path"
    case .number(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .size(let bounds):
      "a size from \(SizeText.write(bounds.lowerBound)) to \(SizeText.write(bounds.upperBound))"
    case .duration(let bounds):
      "a duration from \(TimeText.write(bounds.lowerBound)) to \(TimeText.write(bounds.upperBound))"
    case .choice(let words): words.joined(separator: ", ")
    }
  }

  /// The number that a text stands for, in the unit of the kind: 0 for texts and paths, the place
  /// of the word for choices; `nil` when the text is no value of this kind.
  package func number(of text: String) -> Int? {
    switch self {
    case .text, .path: text.isEmpty ? nil : 0
    case .number(let bounds): Int(text).flatMap { bounds.contains($0) ? $0 : nil }
    case .size(let bounds): SizeText.read(text).flatMap { bounds.contains($0) ? $0 : nil }
    case .duration(let bounds): TimeText.read(text).flatMap { bounds.contains($0) ? $0 : nil }
    case .choice(let words): words.firstIndex(of: text)
    }
  }
}
