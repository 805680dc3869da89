/// Tells code, comments and texts of a Swift file apart.
///
/// Both results are as long as the file and keep its line feeds. Texts lose their insides, names in
/// backticks become the letter x, and what an interpolation holds counts as code.
struct CodeMask {
  private(set) var code: [UInt8] = []
  private(set) var comments: [UInt8] = []

  private enum State {
    /// Parentheses open since the interpolation began; `nil` outside of texts.
    case code(depth: Int?)
    case text(hashes: Int, isMultiline: Bool)
    case name
    case lineComment
    case blockComment(depth: Int)
  }

  private let bytes: [UInt8]
  private var index = 0
  private var states: [State] = [.code(depth: nil)]

  init(_ text: String) {
    bytes = Array(text.utf8)
    code.reserveCapacity(bytes.count)
    comments.reserveCapacity(bytes.count)
    while index < bytes.count { step() }
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private func isAt(_ text: StaticString, _ offset: Int = 0) -> Bool {
    let wanted = Array("\(text)".utf8)
    guard index + offset + wanted.count <= bytes.count else { return false }
    return (0..<wanted.count).allSatisfy { bytes[index + offset + $0] == wanted[$0] }
  }

  /// Takes bytes as code, as comment or as neither; line feeds stay in both.
  private mutating func take(_ count: Int, asCode: Bool, asComment: Bool = false, mask: UInt8 = 32)
  {
    for _ in 0..<count where index < bytes.count {
      let byte = bytes[index]
      let isEnd = byte == UInt8(ascii: "\n")
      code.append(asCode || isEnd ? byte : mask)
      comments.append(asComment || isEnd ? byte : 32)
      index += 1
    }
  }

  private mutating func step() {
    switch states[states.count - 1] {
    case .code(let depth): stepCode(depth)
    case .text(let hashes, let isMultiline): stepText(hashes, isMultiline)
    case .name:
      if byte() == UInt8(ascii: "`") || byte() == UInt8(ascii: "\n") { states.removeLast() }
      take(1, asCode: byte() == UInt8(ascii: "`"), mask: UInt8(ascii: "x"))
    case .lineComment:
      if byte() == UInt8(ascii: "\n") { states.removeLast() }
      take(1, asCode: false, asComment: true)
    case .blockComment(let depth):
      let change = isAt("/*") ? 1 : isAt("*/") ? -1 : 0
      states[states.count - 1] = .blockComment(depth: depth + change)
      if depth + change == 0 { states.removeLast() }
      take(change == 0 ? 1 : 2, asCode: false, asComment: true)
    }
  }

  private mutating func stepCode(_ depth: Int?) {
    if isAt("//") {
      states.append(.lineComment)
      return
    }
    if isAt("/*") {
      states.append(.blockComment(depth: 1))
      take(2, asCode: false, asComment: true)
      return
    }
    if byte() == UInt8(ascii: "`") {
      states.append(.name)
    } else if let depth, byte() == UInt8(ascii: "(") {
      states[states.count - 1] = .code(depth: depth + 1)
    } else if let depth, byte() == UInt8(ascii: ")") {
      states[states.count - 1] = .code(depth: depth - 1)
      if depth == 1 { states.removeLast() }
    } else if byte() == UInt8(ascii: "\"") || byte() == UInt8(ascii: "#") {
      startText()
      return
    }
    take(1, asCode: true)
  }

  private mutating func startText() {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    if byte(hashes) != UInt8(ascii: "\"") {
      take(max(hashes, 1), asCode: true)
      return
    }
    let isMultiline = isAt("\"\"\"", hashes)
    states.append(.text(hashes: hashes, isMultiline: isMultiline))
    take(hashes + (isMultiline ? 3 : 1), asCode: true)
  }

  private func hashesFollow(_ offset: Int, _ hashes: Int) -> Bool {
    (0..<hashes).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }

  private mutating func stepText(_ hashes: Int, _ isMultiline: Bool) {
    let quotes = isMultiline ? 3 : 1
    if isMultiline ? isAt("\"\"\"") : isAt("\""), hashesFollow(quotes, hashes) {
      states.removeLast()
      take(quotes + hashes, asCode: true)
    } else if byte() == UInt8(ascii: "\\"), hashesFollow(1, hashes) {
      let isInterpolation = byte(1 + hashes) == UInt8(ascii: "(")
      take(2 + hashes, asCode: false)
      if isInterpolation { states.append(.code(depth: 1)) }
    } else {
      if !isMultiline && byte() == UInt8(ascii: "\n") { states.removeLast() }
      take(1, asCode: false)
    }
  }
}
