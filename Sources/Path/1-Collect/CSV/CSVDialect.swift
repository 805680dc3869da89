/// How the fields of a text table are told apart.
package enum CSVDialect: Hashable, Sendable {
  /// Fields between single delimiters, quoted as in RFC 4180.
  case delimited(by: UInt8)
  /// Fields between runs of blanks or tabs, blanks at the ends ignored, no quotes.
  case blanks

  /// The names used in mappings.
  package static let names: [String: CSVDialect] = [
    "comma": .delimited(by: UInt8(ascii: ",")), "tab": .delimited(by: UInt8(ascii: "\t")),
    "semicolon": .delimited(by: UInt8(ascii: ";")), "pipe": .delimited(by: UInt8(ascii: "|")),
    "blanks": .blanks,
  ]

  /// The name of the dialect in mappings.
  package var name: String { Self.names.first { $0.value == self }?.key ?? "\(self)" }
}
