import StarlingCollect

/// Why an import ended early.
package enum ImportError: Error, Hashable, CustomStringConvertible {
  /// A strict import met a line that cannot be read.
  case rejected(Rejection)

  package var description: String {
    switch self {
    case .rejected(let rejection):
      let reason = "\(rejection.reason.rawValue): \(rejection.detail)"
      return "\(rejection.file):\(rejection.line): \(reason); mend the line, or import without "
        + "--strict to set such lines aside"
    }
  }
}
