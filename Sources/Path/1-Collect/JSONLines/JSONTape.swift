import StarlingColumns

/// A parsed JSON document as simdjson's tape of 64-bit words; see CStarlingJSON.h for the layout.
///
/// A value is named by the index of its first word. A view: it must not outlive the parse.
struct JSONTape: ~Escapable {
  private let words: Span<UInt64>
  private let strings: Span<UInt8>

  /// Index of the document's outermost value.
  static let root = 1

  @_lifetime(copy words, copy strings)
  init(words: Span<UInt64>, strings: Span<UInt8>) {
    self.words = words
    self.strings = strings
  }

  /// What kind of value stands at `index`.
  func kind(_ index: Int) -> JSONKind {
    JSONKind(rawValue: UInt8(truncatingIfNeeded: words[index] &>> 56))
  }

  /// The index behind a value, where the next one starts.
  func next(after index: Int) -> Int {
    switch kind(index) {
    case .object, .array: Int(UInt32(truncatingIfNeeded: words[index]))
    case .integer, .unsigned, .double: index &+ 2
    default: index &+ 1
    }
  }

  /// The index of the end mark of an object or array.
  func end(of index: Int) -> Int { Int(UInt32(truncatingIfNeeded: words[index])) &- 1 }

  /// Number of members of an object, doubled ones included; from 2^24 - 1 on it counts no further.
  func memberCount(_ index: Int) -> Int { Int(words[index] &>> 32 & 0xFF_FFFF) }

  /// The bytes of a string, unescaped.
  @_lifetime(copy self)
  func string(_ index: Int) -> Span<UInt8> {
    let offset = Int(words[index] & 0x00FF_FFFF_FFFF_FFFF)
    let length = Int(strings.halfWord(at: offset))
    return strings.extracting((offset &+ 4)..<(offset &+ 4 &+ length))
  }

  /// The number at `index`; `nil` when it is something else.
  func number(_ index: Int) -> Double? {
    switch kind(index) {
    case .integer: Double(Int64(bitPattern: words[index &+ 1]))
    case .unsigned: Double(words[index &+ 1])
    case .double: Double(bitPattern: words[index &+ 1])
    default: nil
    }
  }

  /// The text of a number that stands where an identifier is expected: whole numbers in full.
  func numberText(_ index: Int) -> String? {
    switch kind(index) {
    case .integer: return String(Int64(bitPattern: words[index &+ 1]))
    case .unsigned: return String(words[index &+ 1])
    case .double:
      let number = Double(bitPattern: words[index &+ 1])
      return Int64(exactly: number).map(String.init) ?? "\(number)"
    default: return nil
    }
  }
}

/// The first byte of a tape word. A struct, because simdjson alone decides what occurs.
struct JSONKind: RawRepresentable, Equatable {
  var rawValue: UInt8

  // Written out: the general one of raw values is a call each time.
  @inline(__always)
  static func == (left: JSONKind, right: JSONKind) -> Bool { left.rawValue == right.rawValue }

  static let object = JSONKind(rawValue: UInt8(ascii: "{"))
  static let array = JSONKind(rawValue: UInt8(ascii: "["))
  static let string = JSONKind(rawValue: UInt8(ascii: "\""))
  static let integer = JSONKind(rawValue: UInt8(ascii: "l"))
  static let unsigned = JSONKind(rawValue: UInt8(ascii: "u"))
  static let double = JSONKind(rawValue: UInt8(ascii: "d"))
  static let yes = JSONKind(rawValue: UInt8(ascii: "t"))
  static let no = JSONKind(rawValue: UInt8(ascii: "f"))
  static let null = JSONKind(rawValue: UInt8(ascii: "n"))

  /// The kind's name in messages.
  var name: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .integer, .unsigned, .double: "a number"
    case .yes, .no: "a boolean"
    default: "null"
    }
  }
}
