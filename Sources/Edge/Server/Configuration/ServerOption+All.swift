extension ServerOption {
  private static let timeBounds = 100...86_400_000

  /// Every option, in the order of the reference.
  package static let all: [ServerOption] = places + network + limits + logs

  private static let places: [ServerOption] = [
    ServerOption(
      name: "data", kind: .path, defaultText: "data",
      meaning: "The data directory: everything that must survive is in it."),
    ServerOption(
      name: "workspace", kind: .path, defaultText: nil,
      meaning: "Workspace file or folder with the definitions; it is watched for changes."),
    ServerOption(
      name: "clock", kind: .choice(["system", "controlled"]), defaultText: "system",
      meaning: "Whose time it is; `controlled` stands still until a test moves it."),
  ]

  private static let network: [ServerOption] = [
    ServerOption(
      name: "host", kind: .text, defaultText: "127.0.0.1",
      meaning: "Address to listen on; `0.0.0.0` for all of the machine's."),
    ServerOption(
      name: "port", kind: .number(0...65_535), defaultText: "8080",
      meaning: "Port to listen on; 0 takes a free one and prints it."),
    ServerOption(
      name: "tls-certificate", kind: .path, defaultText: nil,
      meaning: "PEM file with the certificate chain; makes the server speak HTTPS."),
    ServerOption(
      name: "tls-key", kind: .path, defaultText: nil,
      meaning: "PEM file with the private key of the certificate."),
    ServerOption(
      name: "webhook-addresses", kind: .choice(["public", "private", "any"]),
      defaultText: "private",
      meaning: "Where webhooks may go: public addresses, private and loopback ones too, or also "
        + "link-local ones and metadata services."),
    ServerOption(
      name: "connections-max", kind: .number(1...1_000_000), defaultText: "4096",
      meaning: "Open connections; more wait until one closes."),
  ]

  private static let limits: [ServerOption] = [
    ServerOption(
      name: "header-limit", kind: .size(1_024...1_048_576), defaultText: "32 KiB",
      meaning: "Bytes of all header fields of a request together."),
    ServerOption(
      name: "body-limit", kind: .size(1_024...1_073_741_824), defaultText: "20 MiB",
      meaning: "Bytes of the body of a collected request, as sent; protocols have smaller limits."),
    ServerOption(
      name: "api-body-limit", kind: .size(1_024...1_073_741_824), defaultText: "4 MiB",
      meaning: "Bytes of the body of a request to the JSON API."),
    ServerOption(
      name: "header-time-limit", kind: .duration(timeBounds), defaultText: "10s",
      meaning: "Time from the first byte of a request to the end of its header."),
    ServerOption(
      name: "body-time-limit", kind: .duration(timeBounds), defaultText: "30s",
      meaning: "Time from the end of the header to the end of the body."),
    ServerOption(
      name: "idle-time-limit", kind: .duration(timeBounds), defaultText: "75s",
      meaning: "Time that a connection may stay open between requests."),
    ServerOption(
      name: "read-time-limit", kind: .duration(timeBounds), defaultText: "30s",
      meaning: "Time that a client may leave an answer unread before it is cut off."),
    ServerOption(
      name: "answer-time-limit", kind: .duration(timeBounds), defaultText: "30s",
      meaning: "Time to compute an answer of the JSON API; then 503."),
    ServerOption(
      name: "stop-time-limit", kind: .duration(timeBounds), defaultText: "30s",
      meaning: "Time for accepted requests to finish when the server stops."),
    ServerOption(
      name: "queue-requests-max", kind: .number(1...1_000_000), defaultText: "4096",
      meaning: "Collected requests that wait for their commit; more are answered 503."),
    ServerOption(
      name: "queue-bytes-max", kind: .size(1_048_576...68_719_476_736), defaultText: "256 MiB",
      meaning: "Bytes of collected requests that wait for their commit; more are answered 503."),
    ServerOption(
      name: "streams-max", kind: .number(0...100_000), defaultText: "256",
      meaning: "Clients that watch changes at the same time; more are answered 503."),
    ServerOption(
      name: "heartbeat", kind: .duration(timeBounds), defaultText: "15s",
      meaning: "Time after which a stream of changes without a change says that it is alive."),
    ServerOption(
      name: "disk-reserve", kind: .size(0...1_099_511_627_776), defaultText: "256 MiB",
      meaning: "Free space of the data directory's disk below which events are answered 503."),
  ]

  private static let logs: [ServerOption] = [
    ServerOption(
      name: "log-level", kind: .choice(["debug", "info", "notice", "warning", "error"]),
      defaultText: "info", meaning: "The least important messages that are logged."),
    ServerOption(
      name: "log-format", kind: .choice(["json", "text"]), defaultText: "json",
      meaning: "One JSON object a line, or text for people."),
    ServerOption(
      name: "log-requests", kind: .choice(["all", "problems", "none"]), defaultText: "problems",
      meaning: "Which requests are logged; `problems` are those answered with 400 and above."),
    ServerOption(
      name: "log-personal", kind: .choice(["no", "yes"]), defaultText: "no",
      meaning: "Whether logs may hold identifiers of people and addresses of clients."),
  ]
}
