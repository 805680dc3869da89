import Logging
import StarlingModel

/// Turns messages of swift-log into lines of a `LogSink`.
package struct LineLogHandler: LogHandler {
  /// The least important level that is written.
  package var logLevel: Logger.Level
  /// What every line of this logger says.
  package var metadata: Logger.Metadata = [:]
  private let label: String
  private let sink: LogSink
  private let isJSON: Bool

  /// A handler of a logger with a label.
  package init(label: String, sink: LogSink, isJSON: Bool, level: Logger.Level) {
    self.label = label
    self.sink = sink
    self.isJSON = isJSON
    logLevel = level
  }

  /// One of the things that every line says.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Adds the line of a message.
  package func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let entries = all.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
    let line =
      isJSON
      ? json(event.level, "\(event.message)", entries)
      : text(event.level, "\(event.message)", entries)
    sink.add(line, isUrgent: event.level >= .warning)
  }

  private func json(
    _ level: Logger.Level, _ message: String, _ entries: [(String, String)]
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("time", WallClock.now())
      json.member("level", level.rawValue)
      json.member("part", label)
      json.member("message", message)
      for (key, value) in entries {
        json.key(named: key)
        json.value(value)
      }
    }
    json.endLine()
    return json.bytes
  }

  private func text(
    _ level: Logger.Level, _ message: String, _ entries: [(String, String)]
  ) -> [UInt8] {
    let details = entries.map { " \($0.0)=\($0.1)" }.joined()
    return Array("\(WallClock.now().iso) \(level.rawValue) \(label): \(message)\(details)\n".utf8)
  }
}

extension LogSink {
  /// A logger whose lines go here.
  ///
  /// - Parameters:
  ///   - part: The part of the server that says something.
  ///   - level: The least important messages, unless the settings want fewer.
  package func logger(
    _ part: String, _ settings: ServerSettings, atLeast level: Logger.Level = .debug
  ) -> Logger {
    let wanted = Logger.Level(rawValue: settings.logLevel) ?? .info
    let isJSON = settings.logsJSON
    return Logger(label: part) { label in
      LineLogHandler(label: label, sink: self, isJSON: isJSON, level: max(wanted, level))
    }
  }
}
