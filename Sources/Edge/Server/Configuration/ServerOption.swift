/// One thing about the server that can be set: a row of the table of all options, from which the
/// flags, the environment, the file and the reference page follow.
package struct ServerOption: Hashable, Sendable {
  /// The name in the file and, behind two dashes, on the command line.
  package var name: String
  /// What its value may be.
  package var kind: OptionKind
  /// The value when nothing is said; `nil` when there is none.
  package var defaultText: String?
  /// What it does, as a sentence.
  package var meaning: String

  /// The variable of the environment that sets it.
  package var environmentName: String {
    Self.environmentPrefix
      + String(name.map { $0 == "-" ? "_" : Character($0.uppercased()) })
  }

  /// How every variable begins that belongs to the server.
  package static let environmentPrefix = "STARLING_"

  /// Variables with the prefix that belong to other commands and to tests.
  package static let otherVariables: Set<String> = [
    "STARLING_CONFIG", "STARLING_FUZZ_ROUNDS", "STARLING_KEY", "STARLING_RECORD",
    "STARLING_STRICT", "STARLING_TEST_CLIENTS", "STARLING_TEST_DATA", "STARLING_TIDY_ROOT",
    "STARLING_TWIN_ROUNDS", "STARLING_URL",
  ]

  /// The option of a name.
  package static func named(_ name: String) -> ServerOption? {
    all.first { $0.name == name }
  }
}
