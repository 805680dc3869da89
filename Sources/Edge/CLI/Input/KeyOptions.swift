import ArgumentParser
import Foundation
import StarlingServer

/// Which server's keys are meant: those of a running one, through its API, or those in the data
/// directory of a stopped one.
struct KeyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Data directory of a server that does not run.", valueName: "folder"))
  var data: String?

  @Option(
    help: ArgumentHelp("Address of a running server; also as STARLING_URL.", valueName: "url"))
  var url: String?

  /// The keys, wherever they are.
  func keys() throws -> any KeyAdministration {
    let environment = ProcessInfo.processInfo.environment
    if let url = url ?? (data == nil ? environment["STARLING_URL"] : nil) {
      guard let key = environment["STARLING_KEY"] else {
        throw CommandFailure.problem(
          "set STARLING_KEY to a key with the scope admin; keys do not belong on command lines")
      }
      return RemoteKeys(url: url, key: key)
    }
    return LocalKeys(try DataDirectory(data ?? "data").keyStorage())
  }
}
