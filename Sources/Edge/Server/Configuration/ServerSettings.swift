/// How the server is set up. Every property is the value of the option of its name.
package struct ServerSettings: Hashable, Sendable {
  /// Values as they were written, by option name; options without value are missing.
  package let texts: [String: String]

  /// Takes values that were checked against their options; the others have their defaults.
  init(checked: [String: String]) {
    let defaults = ServerOption.all.compactMap { option in
      option.defaultText.map { (option.name, $0) }
    }
    texts = Dictionary(defaults, uniquingKeysWith: { first, _ in first })
      .merging(checked) { _, given in given }
  }

  /// The defaults.
  package static let defaults = ServerSettings(checked: [:])

  /// The settings with other values; those that do not fit their option are problems.
  package func with(_ changed: [String: String]) throws(SettingsProblem) -> ServerSettings {
    let problems = changed.sorted { $0.key < $1.key }.compactMap { name, text in
      SettingsReader.problem(name, text, place: "set \(name)")
    }
    if !problems.isEmpty { throw SettingsProblem(problems) }
    return ServerSettings(checked: texts.merging(changed) { _, new in new })
  }

  /// The text of an option; `nil` when it has neither value nor default.
  package func text(_ name: String) -> String? { texts[name] }

  /// The number of an option in the unit of its kind. Only for options that have a default.
  func number(_ name: String) -> Int {
    guard let text = texts[name], let number = ServerOption.named(name)?.kind.number(of: text)
    else { preconditionFailure("the option \(name) has no checked value") }
    return number
  }
}

extension ServerSettings {
  /// The data directory.
  package var dataPath: String { texts["data", default: "data"] }
  /// The workspace file or folder, if there is one.
  package var workspacePath: String? { texts["workspace"] }
  /// Whether time stands still until a test moves it.
  package var hasControlledClock: Bool { texts["clock"] == "controlled" }
  /// Address to listen on.
  package var host: String { texts["host", default: "127.0.0.1"] }
  /// Port to listen on; 0 = a free one.
  package var port: Int { number("port") }
  /// PEM file with the certificate chain.
  package var tlsCertificatePath: String? { texts["tls-certificate"] }
  /// PEM file with the private key.
  package var tlsKeyPath: String? { texts["tls-key"] }
  /// Where webhooks may go.
  package var webhookAddresses: AddressPolicy {
    let choice = texts["webhook-addresses"]
    return AddressPolicy(
      isLinkLocalAllowed: choice == "any", isPrivateRefused: choice == "public")
  }
  /// Open connections.
  package var connectionsMax: Int { number("connections-max") }
  /// Unit: bytes of header fields.
  package var headerBytesMax: Int { number("header-limit") }
  /// Unit: bytes of a collected body as sent.
  package var bodyBytesMax: Int { number("body-limit") }
  /// Unit: bytes of an API body.
  package var apiBodyBytesMax: Int { number("api-body-limit") }
  /// Unit: ms from the first byte to the end of the header.
  package var headerTimeMs: Int { number("header-time-limit") }
  /// Unit: ms from the end of the header to the end of the body.
  package var bodyTimeMs: Int { number("body-time-limit") }
  /// Unit: ms between requests.
  package var idleTimeMs: Int { number("idle-time-limit") }
  /// Unit: ms that an answer may stay unread.
  package var readTimeMs: Int { number("read-time-limit") }
  /// Unit: ms to compute an answer.
  package var answerTimeMs: Int { number("answer-time-limit") }
  /// Unit: ms to finish accepted requests when the server stops.
  package var stopTimeMs: Int { number("stop-time-limit") }
  /// Collected requests that wait for their commit.
  package var queueRequestsMax: Int { number("queue-requests-max") }
  /// Unit: bytes of collected requests that wait.
  package var queueBytesMax: Int { number("queue-bytes-max") }
  /// Clients that watch changes at the same time.
  package var streamsMax: Int { number("streams-max") }
  /// Unit: ms of silence before a stream says that it is alive.
  package var heartbeatMs: Int { number("heartbeat") }
  /// Unit: bytes that stay free on the disk.
  package var diskReserveBytes: Int { number("disk-reserve") }
  /// The least important messages that are logged, as swift-log names them.
  package var logLevel: String { texts["log-level", default: "info"] }
  /// Whether logs are JSON lines.
  package var logsJSON: Bool { texts["log-format"] == "json" }
  /// Which requests are logged: all, problems or none.
  package var logRequests: String { texts["log-requests", default: "all"] }
  /// Whether logs may hold identifiers of people and addresses of clients.
  package var logsPersonal: Bool { texts["log-personal"] == "yes" }
}
