import ArgumentParser

/// Why a command ends early, and with which exit code.
struct CommandFailure: Error {
  /// Definitions or data have problems.
  static let problems = ExitCode(1)
  /// Something could not be read or written.
  static let unreadable = ExitCode(3)

  var code: ExitCode
  /// What to print; empty when everything was said already.
  var message: String

  /// The end of a command whose problems were printed already.
  static let saidAlready = CommandFailure(code: problems, message: "")

  /// The end of a command whose result nobody reads any more, as behind `| head`.
  static let unwanted = CommandFailure(code: .success, message: "")

  /// Something the user gave does not fit the data.
  static func problem(_ message: String) -> CommandFailure {
    CommandFailure(code: problems, message: message)
  }

  /// A file could not be read or written.
  static func unreadable(_ message: String) -> CommandFailure {
    CommandFailure(code: unreadable, message: message)
  }
}
