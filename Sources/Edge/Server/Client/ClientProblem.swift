/// Why a server that was asked did not do it.
package struct ClientProblem: Error, CustomStringConvertible {
  /// What happened, with the address.
  package var description: String
}
