import Hummingbird
import ServiceLifecycle
import StarlingEngine

/// Everything behind the server: what it asks, and what it starts and stops.
package struct ServerParts: Sendable {
  /// Answers questions.
  package var queries: any LiveQueries
  /// The log of changes.
  package var changes: any ChangeFeed
  /// API keys.
  package var keys: KeyRing
  /// Sources.
  package var sources: SourceDesk
  /// Webhooks; without them there are no routes for them.
  package var webhooks: WebhookDesk?
  /// The clock, when tests may move it.
  package var clock: ControlledClock?
  /// All measurements in the text format of Prometheus.
  package var metricsText: @Sendable () -> String = { "" }
  /// What the server still waits for before it can work; empty when it can.
  package var notReady: @Sendable () -> [String] = { [] }
  /// What is wrong with a webhook's mapping; `nil` when it is fine.
  package var mappingProblem: @Sendable (String) -> String? = { _ in nil }
  /// Told of each answer: pattern of the path, status, length of time in ns.
  package var observe: @Sendable (String, Int, Int64) -> Void = { _, _, _ in }
  /// Adds routes of others, such as those that collect events.
  package var addRoutes: @Sendable (Router<ServerContext>) -> Void = { _ in }
  /// Routes that answer before a request becomes a task, besides those of the API.
  var direct: [any DirectRoute] = []
  /// Started before the server listens, stopped after it has answered what it accepted.
  package var services: [any Service] = []

  /// The parts that there is no default for.
  package init(
    queries: any LiveQueries, changes: any ChangeFeed, keys: KeyRing, sources: SourceDesk
  ) {
    self.queries = queries
    self.changes = changes
    self.keys = keys
    self.sources = sources
  }

  /// Parts without an engine: nobody is known, and nothing changes.
  package init(keys: KeyRing, sources: SourceDesk) {
    self.init(queries: EmptyEngine(), changes: EmptyEngine(), keys: keys, sources: sources)
  }
}
