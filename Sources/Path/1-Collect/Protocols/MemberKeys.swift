import StarlingColumns

/// The members of objects that a protocol reads, as a closed set.
protocol MemberField: CaseIterable, RawRepresentable where RawValue == Int {
  /// The keys in JSON, in the order of the cases.
  static var keys: [String] { get }
}

extension MemberField {
  /// The key in JSON.
  var key: String { Self.keys[rawValue] }
}

/// Where the members of one object lie on the tape; 0 for those that are missing or null.
struct MemberPlaces<Field: MemberField> {
  private var places = InlineArray<20, Int32>(repeating: 0)

  subscript(_ field: Field) -> Int {
    get { Int(places[field.rawValue]) }
    // Safe: a tape has at most a word for each byte of a body, fewer than 2^31.
    set { places[field.rawValue] = Int32(truncatingIfNeeded: newValue) }
  }
}

/// Finds the members of a protocol's objects.
struct MemberKeys<Field: MemberField> {
  private var keys = KeyTree()

  /// See `PropertyReader`: the same guard against invented keys.
  private static var nodesMax: Int { 8_192 }

  init() {
    learn()
  }

  private mutating func learn() {
    keys = KeyTree()
    for (index, key) in Field.keys.enumerated() {
      let node = keys.child(of: KeyTree.root, key)
      precondition(node == index + 1, "\(key) is node \(node)")
    }
  }

  /// The members of the object at `object`; the last of doubled ones counts. Another kind of value
  /// has none.
  mutating func places(_ tape: borrowing JSONTape, _ object: Int) -> MemberPlaces<Field> {
    var places = MemberPlaces<Field>()
    if tape.kind(object) != .object { return places }
    if keys.count > Self.nodesMax || keys.byteCount > KeyTree.bytesMax { learn() }
    var index = object &+ 1
    let end = tape.end(of: object)
    var node = KeyTree.none
    while index < end {
      node = keys.child(of: KeyTree.root, after: node, tape.string(index))
      index &+= 1
      if let field = Field(rawValue: node &- 1) {
        places[field] = tape.kind(index) == .null ? 0 : index
      }
      index = tape.next(after: index)
    }
    return places
  }
}
