import ArgumentParser
import StarlingServer

/// `starling serve`.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take in events over HTTP and keep every segment exact.",
    discussion: """
      The first start makes the data directory and keys, and prints what to try next. Stop it with \
      Ctrl-C or SIGTERM: what was accepted is finished.

        starling serve --data ./data --workspace Examples/shop.yaml
        STARLING_PORT=9000 starling serve

      OPTIONS, also as STARLING_NAME in the environment and as lines of starling.yaml in the data \
      directory or of the file that --config names:

      \(ServerArguments.help)
      """)

  @Argument(parsing: .allUnrecognized, help: "Options of the server.")
  var options: [String] = []

  func run() throws {
    let settings = try ServerArguments(options).settings
    try AsyncRun.wait { try await ServerRun(settings).run() }
  }
}
