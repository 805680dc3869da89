import ArgumentParser
import Foundation
import StarlingServer

/// Options of the server as they come on the command line. The table of options knows their names,
/// so the command does not list them a second time.
struct ServerArguments {
  let settings: ServerSettings

  /// Puts flags, environment and file together.
  ///
  /// - Parameter arguments: `--name value` and `--name=value`.
  init(_ arguments: [String]) throws {
    var flags = try Self.flags(arguments)
    let environment = ProcessInfo.processInfo.environment
    let named = flags.removeValue(forKey: "config") ?? environment["STARLING_CONFIG"]
    let folder = flags["data"] ?? environment["STARLING_DATA"] ?? ServerSettings.defaults.dataPath
    let path = named ?? "\(folder)/\(SettingsReader.fileName)"
    var file: (path: String, text: String)?
    if named != nil || FileManager.default.fileExists(atPath: path) {
      file = (path, try Self.text(path))
    }
    do {
      settings = try SettingsReader.read(flags: flags, environment: environment, file: file)
    } catch {
      throw CommandFailure.problem(error.description)
    }
  }

  private static func flags(_ arguments: [String]) throws -> [String: String] {
    var flags: [String: String] = [:]
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--"), argument.count > 2 else {
        throw ValidationError("\(argument) is no option; options begin with --")
      }
      let parts = argument.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let value = parts.count > 1 ? String(parts[1]) : rest.popFirst() else {
        throw ValidationError("--\(name) has no value")
      }
      if flags.updateValue(value, forKey: name) != nil {
        throw ValidationError("--\(name) comes twice")
      }
    }
    return flags
  }

  private static func text(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure.unreadable("\(path): the configuration cannot be read")
    }
    guard data.count <= SettingsReader.fileBytesMax else {
      throw CommandFailure.problem(
        "\(path): has \(data.count) bytes of at most \(SettingsReader.fileBytesMax)"
      )
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The options as the help shows them.
  static let help = ServerOption.all.map { option in
    let value = option.defaultText.map { " (default \($0))" } ?? ""
    return "  --\(option.name): \(option.meaning) Expects \(option.kind.expectation)\(value)."
  }.joined(separator: "\n")
}
