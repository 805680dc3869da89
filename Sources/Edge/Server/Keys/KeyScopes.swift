/// What an API key allows. Raw values are stored: never reuse one.
package struct KeyScopes: OptionSet, Hashable, Sendable {
  /// One bit for each scope, as it is stored.
  package let rawValue: UInt8

  /// The set of stored bits.
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Send events.
  package static let collect = KeyScopes(rawValue: 1)
  /// Ask: segments, people, changes.
  package static let read = KeyScopes(rawValue: 2)
  /// Change definitions, mend the quarantine.
  package static let write = KeyScopes(rawValue: 4)
  /// Make and revoke keys and sources.
  package static let admin = KeyScopes(rawValue: 8)
  /// Everything.
  package static let all: KeyScopes = [.collect, .read, .write, .admin]

  private static let names: [(word: String, scope: KeyScopes)] = [
    ("collect", .collect), ("read", .read), ("write", .write), ("admin", .admin),
  ]

  /// The words of all scopes, in their order.
  package static let allWords = names.map(\.word)

  /// The words of the scopes that are in the set.
  package var words: [String] { Self.names.filter { contains($0.scope) }.map(\.word) }

  /// The scope of a word.
  package init?(word: String) {
    guard let match = Self.names.first(where: { $0.word == word }) else { return nil }
    self = match.scope
  }
}
