import Configuration
import StarlingLanguage

/// Reads the settings: flags before environment before file before defaults.
///
/// The three are providers of swift-configuration, asked one after the other so that a message can
/// name the place of a value. What no option knows is refused; a typing error never goes unnoticed.
package enum SettingsReader {
  /// The file that is read from the data directory when none is named.
  package static let fileName = "starling.yaml"
  /// Largest file that is read. Unit: bytes.
  package static let fileBytesMax = 64 << 10

  /// Puts the settings together.
  ///
  /// - Parameters:
  ///   - flags: Values of `--name value`, by option name.
  ///   - environment: All variables; those without the prefix are not looked at.
  ///   - file: Text of the configuration file with its path for messages.
  package static func read(
    flags: [String: String], environment: [String: String], file: (path: String, text: String)?
  ) throws(SettingsProblem) -> ServerSettings {
    var problems = unknownFlags(flags) + unknownVariables(environment)
    let flagValues = InMemoryProvider(
      values: Dictionary(
        uniqueKeysWithValues: flags.map {
          (AbsoluteConfigKey([$0.key]), ConfigValue(.string($0.value), isSecret: false))
        }))
    let variables = EnvironmentVariablesProvider(environmentVariables: environment)
      .prefixKeys(with: ConfigKey(["starling"]))
    var snapshot: YAMLSnapshot?
    if let file {
      problems += unknownLines(file.text, path: file.path)
      if problems.isEmpty { snapshot = try Self.snapshot(file.text, path: file.path) }
    }
    var values: [String: String] = [:]
    for option in ServerOption.all {
      let key = AbsoluteConfigKey([option.name])
      let asked: [(place: String, value: String?)] = [
        ("--\(option.name)", text(try? flagValues.value(forKey: key, type: .string))),
        (option.environmentName, text(try? variables.value(forKey: key, type: .string))),
        (
          file.map { "\($0.path): \(option.name)" } ?? "",
          text(try? snapshot?.value(forKey: key, type: .string))
        ),
      ]
      guard let given = asked.first(where: { $0.value != nil }), let value = given.value
      else { continue }
      if let problem = problem(option.name, value, place: given.place) { problems.append(problem) }
      values[option.name] = value
    }
    problems += contradictions(values)
    if !problems.isEmpty { throw SettingsProblem(problems) }
    return ServerSettings(checked: values)
  }

  /// What is wrong with a value; `nil` when it fits.
  static func problem(_ name: String, _ value: String, place: String) -> String? {
    guard let option = ServerOption.named(name) else { return unknown(name, place: place) }
    if option.kind.number(of: value) != nil { return nil }
    let nearest: String? =
      if case .choice(let words) = option.kind { NearestName.find(value, among: words) } else {
        nil
      }
    let hint = nearest.map { "; did you mean \($0)?" } ?? ""
    return "\(place): \(quoted(value)) does not fit; expected \(option.kind.expectation)\(hint)"
  }

  private static func text(_ result: LookupResult?) -> String? {
    if case .string(let text)? = result?.value?.content { text } else { nil }
  }

  private static func snapshot(
    _ text: String, path: String
  ) throws(SettingsProblem) -> YAMLSnapshot? {
    let lines = text.split(separator: "\n").filter { !isEmpty($0) }
    if lines.isEmpty { return nil }
    let bytes = Array(text.utf8)
    do {
      // Safe: the snapshot copies what it reads before the call returns.
      return try unsafe YAMLSnapshot(
        data: bytes.span.bytes, providerName: path, parsingOptions: .default)
    } catch {
      throw SettingsProblem(["\(path): \(error); expected lines of the form name: value"])
    }
  }

  private static func unknownFlags(_ flags: [String: String]) -> [String] {
    flags.keys.sorted().filter { ServerOption.named($0) == nil }.map {
      unknown($0, place: "--\($0)")
    }
  }

  private static func unknownVariables(_ environment: [String: String]) -> [String] {
    let names = Set(ServerOption.all.map(\.environmentName)).union(ServerOption.otherVariables)
    return environment.keys.sorted().filter {
      $0.hasPrefix(ServerOption.environmentPrefix) && !names.contains($0)
    }.map { name in
      let hint = NearestName.find(name, among: names.sorted()).map { "; did you mean \($0)?" }
      return "\(name): there is no such option\(hint ?? "")"
    }
  }

  /// Lines of the file that are neither empty nor `name: value` of an option, and names that come
  /// twice.
  private static func unknownLines(_ text: String, path: String) -> [String] {
    var seen: Set<Substring> = []
    var problems: [String] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !isEmpty(line) {
      let place = "\(path):\(index + 1)"
      let name = line.prefix { $0 != ":" && $0 != " " }
      if !line.dropFirst(name.count).hasPrefix(":") || name.isEmpty {
        problems.append("\(place): \(quoted(String(line))) is not of the form name: value")
      } else if ServerOption.named(String(name)) == nil {
        problems.append(unknown(String(name), place: place))
      } else if !seen.insert(name).inserted {
        problems.append("\(place): \(name) was set before; keep one of the two lines")
      }
    }
    return problems
  }

  private static func isEmpty(_ line: Substring) -> Bool {
    let rest = line.drop { $0 == " " || $0 == "\r" }
    return rest.isEmpty || rest.first == "#" || line == "---"
  }

  private static func unknown(_ name: String, place: String) -> String {
    let names = ServerOption.all.map(\.name)
    let hint = NearestName.find(name, among: names).map { "; did you mean \($0)?" } ?? ""
    return "\(place): there is no option \(quoted(name))\(hint)"
  }

  private static func contradictions(_ values: [String: String]) -> [String] {
    if (values["tls-certificate"] == nil) == (values["tls-key"] == nil) { return [] }
    let missing = values["tls-key"] == nil ? "tls-key" : "tls-certificate"
    return ["\(missing): is missing; a certificate and its key come together"]
  }

  private static func quoted(_ text: String) -> String {
    "\"\(text.prefix(80))\(text.count > 80 ? "…" : "")\""
  }
}
