/// A JSON value with the place where it stands.
struct JSONNode: Sendable {
  enum Kind: Sendable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([JSONNode])
    case object([(name: String, value: JSONNode)])
  }

  var kind: Kind
  /// Its bytes in the body.
  var range: Range<Int>

  /// What it is, for messages.
  var word: String {
    switch kind {
    case .null: "null"
    case .truth: "a truth value"
    case .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .object: "an object"
    }
  }
}
