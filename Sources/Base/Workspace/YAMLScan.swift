import StarlingLanguage

/// Finds what a YAML library drops: the comments of a text, its anchors, aliases and tags, and
/// where its keys are.
///
/// It walks the text once and knows just enough of YAML to tell a `#` that starts a comment from
/// one inside a quoted or block scalar. On a text that is not YAML its findings mean nothing.
struct YAMLScan {
  /// A comment, from its `#` to the end of the line.
  struct Comment {
    var start: Int
    var end: Int
    /// Whether nothing but blanks stands before it.
    var isAlone: Bool
    /// Blanks before it, when it is alone.
    var column: Int
  }

  /// An anchor, an alias or a tag.
  struct Property {
    var start: Int
    var end: Int
    /// Whether it is an anchor or an alias.
    var isAnchor: Bool
  }

  private(set) var comments: [Comment] = []
  private(set) var properties: [Property] = []
  /// Where the keys that are scalars without a tag start; ascending offsets.
  private(set) var keys: [Int] = []

  private let bytes: [UInt8]
  private var position = 0
  private var flowDepth = 0
  /// Where the current line starts.
  private var lineStart = 0
  /// The column of the block key or item that what follows belongs to; -1 for the whole document.
  private var parentColumn = -1
  /// The start of the last scalar, which becomes a key when `:` follows.
  private var lastScalarColumn = -1
  /// Where the last scalar starts, as long as it may be a key.
  private var lastScalarStart: Int?
  /// Whether a tag stands before what follows.
  private var isTagged = false

  /// Scans a whole text.
  init(_ text: String) {
    bytes = Array(text.utf8)
    while position < bytes.count { step() }
  }

  private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private static func isBlank(_ byte: UInt8?) -> Bool {
    switch byte {
    case nil, UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }

  private static func isFlowSign(_ byte: UInt8?) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }

  private mutating func step() {
    let here = bytes[position]
    let isSeparated = Self.isBlank(byte(position + 1))
    switch here {
    case UInt8(ascii: "\n"):
      position += 1
      lineStart = position
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
    case UInt8(ascii: "#") where position == 0 || Self.isBlank(bytes[position - 1]): readComment()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): readQuoted(here)
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      if flowDepth == 0 { readBlock() } else { readPlain() }
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      flowDepth += 1
      isTagged = false
      position += 1
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      flowDepth = max(0, flowDepth - 1)
      lastScalarStart = nil
      position += 1
    case UInt8(ascii: ",") where flowDepth > 0: position += 1
    case UInt8(ascii: ":") where isSeparated || flowDepth > 0:
      if flowDepth == 0 { parentColumn = lastScalarColumn }
      if let key = lastScalarStart { keys.append(key) }
      lastScalarStart = nil
      position += 1
    case UInt8(ascii: "-") where isSeparated, UInt8(ascii: "?") where isSeparated:
      if flowDepth == 0 { parentColumn = position - lineStart }
      position += 1
    case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"): readProperty()
    default: readPlain()
    }
  }

  private mutating func readComment() {
    let start = position
    skipLine()
    var end = position
    while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
    let isAlone = bytes[lineStart..<start].allSatisfy { Self.isBlank($0) }
    comments.append(
      Comment(start: start, end: end, isAlone: isAlone, column: start - lineStart))
  }

  private mutating func skipLine() {
    while let byte = byte(position), byte != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func startScalar() {
    lastScalarColumn = position - lineStart
    lastScalarStart = isTagged ? nil : position
    isTagged = false
  }

  private mutating func readQuoted(_ quote: UInt8) {
    startScalar()
    position += 1
    while let here = byte(position) {
      if here == UInt8(ascii: "\n") { lineStart = position + 1 }
      if here == quote {
        position += 1
        // A doubled single quote stands for one; two double quotes cannot touch.
        guard quote == UInt8(ascii: "'"), byte(position) == quote else { return }
      } else if here == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        position += 1
        if byte(position) == UInt8(ascii: "\n") { lineStart = position + 1 }
      }
      position += 1
    }
  }

  /// Moves over the header and all lines that are indented deeper than the key.
  private mutating func readBlock() {
    isTagged = false
    while let here = byte(position), here != UInt8(ascii: "\n") {
      if here == UInt8(ascii: "#"), Self.isBlank(bytes[position - 1]) {
        readComment()
      } else {
        position += 1
      }
    }
    while position < bytes.count {
      var first = position + 1
      while byte(first) == UInt8(ascii: " ") { first += 1 }
      let isEmpty = Self.isBlank(byte(first)) && byte(first) != UInt8(ascii: "\t")
      if !isEmpty, first - position - 1 <= parentColumn { return }
      position += 1
      lineStart = position
      skipLine()
    }
  }

  private mutating func readProperty() {
    let start = position
    while let here = byte(position), !Self.isBlank(here) {
      if flowDepth > 0, Self.isFlowSign(here) { break }
      position += 1
    }
    // `*[7d]` and `&& x` are texts in want of quotes; the library says so.
    let name = byte(start + 1) ?? 0
    let isAnchor = bytes[start] != UInt8(ascii: "!") && Self.isNameByte(name)
    properties.append(Property(start: start, end: position, isAnchor: isAnchor))
    isTagged = true
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: byte >= 0x80
    }
  }

  /// Reads a plain scalar with the lines that continue it.
  private mutating func readPlain() {
    startScalar()
    readPlainLine()
    while byte(position) == UInt8(ascii: "\n") || byte(position) == UInt8(ascii: "\r") {
      var first = position
      var start = lineStart
      while let here = byte(first), Self.isBlank(here) {
        if here == UInt8(ascii: "\n") { start = first + 1 }
        first += 1
      }
      guard let here = byte(first), here != UInt8(ascii: "#") else { return }
      if flowDepth == 0, first - start <= parentColumn { return }
      if flowDepth > 0, Self.isFlowSign(here) { return }
      // Another key on the same level is no continuation: the scalar was a key without value.
      if flowDepth == 0, parentColumn < 0 { return }
      position = first
      lineStart = start
      readPlainLine()
    }
  }

  private mutating func readPlainLine() {
    while let here = byte(position), here != UInt8(ascii: "\n") {
      let next = byte(position + 1)
      if here == UInt8(ascii: ":") {
        if Self.isBlank(next) || flowDepth > 0 && Self.isFlowSign(next) { return }
      } else if Self.isBlank(here), next == UInt8(ascii: "#") {
        return
      } else if flowDepth > 0, Self.isFlowSign(here) {
        return
      }
      position += 1
    }
  }
}

extension YAMLScan {
  /// The first byte behind tags that stand at `offset`.
  static func skipProperties(at offset: Int, in source: SourceText) -> Int {
    let end = source.byteCount
    var position = offset
    while position < end, source.byte(at: position) == UInt8(ascii: "!") {
      while position < end, !isBlank(source.byte(at: position)) { position += 1 }
      while position < end, isBlank(source.byte(at: position)) { position += 1 }
    }
    return position
  }
}
