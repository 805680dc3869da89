import StarlingLanguage

/// The object that a request brings: members are taken out one by one, and what is left at the end
/// was not expected.
struct BodyObject {
  private let bytes: [UInt8]
  private var members: [(name: String, value: JSONNode)]
  private var known: [String] = []

  /// Reads a body that must be a JSON object.
  init(_ bytes: [UInt8]) throws(Problem) {
    self.bytes = bytes
    let node = try JSONTreeReader.read(bytes)
    guard case .object(let members) = node.kind else {
      throw Problem(.badRequest, "the body is \(node.word); expected an object")
    }
    self.members = members
  }

  /// A text that must be there and not be empty. Unit of the length: Unicode scalars.
  mutating func text(_ name: String, lengthMax: Int) throws(Problem) -> String {
    guard let text = try optionalText(name, lengthMax: lengthMax) else { throw missing(name) }
    guard !text.isEmpty else { throw Problem(.badRequest, "\(name): the text is empty") }
    return text
  }

  /// A text that may be missing or null.
  mutating func optionalText(_ name: String, lengthMax: Int) throws(Problem) -> String? {
    guard let node = take(name) else { return nil }
    guard case .text(let text) = node.kind else { throw wrong(name, node, "a text") }
    let length = text.unicodeScalars.count
    guard length <= lengthMax else {
      throw Problem(
        .badRequest, "\(name): the text has \(length) letters, at most \(lengthMax) may be")
    }
    return text
  }

  /// A truth value that may be missing or null.
  mutating func optionalTruth(_ name: String) throws(Problem) -> Bool? {
    guard let node = take(name) else { return nil }
    guard case .truth(let truth) = node.kind else { throw wrong(name, node, "true or false") }
    return truth
  }

  /// A whole number that may be missing or null.
  mutating func optionalNumber(
    _ name: String, in bounds: ClosedRange<Int>
  ) throws(Problem) -> Int? {
    guard let node = take(name) else { return nil }
    guard case .number(let number) = node.kind, let whole = Int(exactly: number),
      bounds.contains(whole)
    else {
      throw wrong(name, node, "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
    }
    return whole
  }

  /// A list of texts that must be there.
  mutating func texts(_ name: String) throws(Problem) -> [String] {
    guard let texts = try optionalTexts(name) else { throw missing(name) }
    return texts
  }

  /// A list of texts that may be missing or null.
  mutating func optionalTexts(_ name: String) throws(Problem) -> [String]? {
    guard let node = take(name) else { return nil }
    guard case .list(let nodes) = node.kind else { throw wrong(name, node, "a list of texts") }
    var texts: [String] = []
    for element in nodes {
      guard case .text(let text) = element.kind else { throw wrong(name, element, "a text") }
      texts.append(text)
    }
    return texts
  }

  /// The JSON of an object that may be missing or null.
  mutating func optionalObject(_ name: String) throws(Problem) -> String? {
    guard let node = take(name) else { return nil }
    guard case .object = node.kind else { throw wrong(name, node, "an object") }
    return String(decoding: bytes[node.range], as: UTF8.self)
  }

  /// Refuses members that nobody asked for.
  func finish() throws(Problem) {
    guard let (name, _) = members.first else { return }
    let hint = NearestName.find(name, among: known).map { "; did you mean \($0)?" } ?? ""
    throw Problem(.badRequest, "there is no member \"\(name.prefix(40))\" here\(hint)")
  }

  private mutating func take(_ name: String) -> JSONNode? {
    known.append(name)
    guard let place = members.firstIndex(where: { $0.name == name }) else { return nil }
    let node = members.remove(at: place).value
    if case .null = node.kind { return nil }
    return node
  }

  private func missing(_ name: String) -> Problem {
    Problem(.badRequest, "the member \(name) is missing")
  }

  private func wrong(_ name: String, _ node: JSONNode, _ expected: String) -> Problem {
    Problem(.badRequest, "\(name): expected \(expected), found \(node.word)")
  }
}
