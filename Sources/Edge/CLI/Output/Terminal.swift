import Foundation

/// A stream that may be a terminal: colour and progress only go to terminals.
struct Terminal {
  private let sink: ByteSink
  private let isTerminal: Bool
  private let hasColour: Bool

  static let standardError = Terminal(.standardError)
  static let standardOutput = Terminal(.standardOutput)

  private init(_ sink: ByteSink) {
    self.sink = sink
    isTerminal = isatty(sink.descriptor) == 1
    let environment = ProcessInfo.processInfo.environment
    let refuses = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    hasColour = isTerminal && !refuses && environment["TERM"] != "dumb"
  }

  /// Whether somebody may be watching.
  var isWatched: Bool { isTerminal }

  /// Writes a text at once. Where that is not possible it is lost: nothing else may suffer from it.
  /// What must arrive goes to an `OutputFile`.
  func print(_ text: String) { try? sink.write(Array(text.utf8)) }

  /// Writes `error: …` and a line end.
  func printError(_ message: String) {
    print("\(styled("error:", .red)) \(message.visible(keepsLines: true))\n")
  }

  /// Writes `warning: …` and a line end.
  func printWarning(_ message: String) {
    print("\(styled("warning:", .yellow)) \(message.visible(keepsLines: true))\n")
  }

  /// Writes `note: …` and a line end.
  func printNote(_ message: String) {
    print("\(styled("note:", .bold)) \(message.visible(keepsLines: true))\n")
  }

  /// How a word looks on terminals.
  enum Style: String {
    case bold = "1"
    case red = "31"
    case yellow = "33"
    case faint = "2"
  }

  /// The text in a style, when colour is wanted.
  func styled(_ text: String, _ style: Style) -> String {
    hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// A rendered list of problems with its words `error` and `warning` coloured.
  func coloured(_ rendered: String) -> String {
    if !hasColour { return rendered }
    return rendered.replacingOccurrences(of: ": error: ", with: ": \(styled("error", .red)): ")
      .replacingOccurrences(of: ": warning: ", with: ": \(styled("warning", .yellow)): ")
  }
}
