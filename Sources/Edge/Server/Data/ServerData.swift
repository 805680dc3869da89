import Logging
import NIOCore
import StarlingActivate
import StarlingCollect
import StarlingEngine
import StarlingModel
import StarlingStore

/// The parts of a server that live in its data directory: keys, sources, webhooks, and what is
/// measured of all. The engine is put beside them by `parts`.
///
/// Whoever commits changes tells `changesCommitted` of each page, in order.
package struct ServerData: Sendable {
  /// The data directory, for code that waits.
  package let access: StoreAccess
  /// API keys.
  package let keys: KeyRing
  /// Sources, as they are made and changed.
  package let sources: SourceDesk
  /// Sources, as requests ask for them.
  package let lookup: StoreSourceLookup
  /// Webhooks.
  package let webhooks: WebhookDesk
  /// Everything that is measured.
  package let registry: MetricsRegistry
  /// What is measured of the engine.
  package let metrics: LiveMetrics
  private let requests: RequestMetrics
  private let inbox: DeliveryInbox
  private let deliveries: DeliveryService
  let settings: ServerSettings

  /// Reads keys and sources, and begins to deliver what was not delivered.
  package static func open(
    _ store: Store, _ settings: ServerSettings, sink: LogSink
  ) async throws -> ServerData {
    let data = ServerData(store, settings, sink)
    try await data.keys.load()
    try await data.lookup.load()
    try await data.webhooks.restore()
    return data
  }

  private init(_ store: Store, _ settings: ServerSettings, _ sink: LogSink) {
    self.settings = settings
    access = StoreAccess(store)
    registry = MetricsRegistry()
    metrics = LiveMetrics(registry)
    requests = RequestMetrics(registry)
    keys = KeyRing(StoreKeyStorage(access))
    let storage = StoreSourceStorage(access)
    let (lookup, logger) = (StoreSourceLookup(storage), sink.logger("sources", settings))
    self.lookup = lookup
    sources = SourceDesk(storage) {
      do { try await lookup.load() } catch {
        logger.error("sources cannot be read anew", metadata: ["problem": "\(error)"])
      }
    }
    let sender = HTTPWebhookSender(policy: settings.webhookAddresses)
    let worker = DeliveryWorker(
      logEnd: store.nextPosition - 1, sender: sender, storage: StoreDeliveryStorage(access),
      metrics: DeliveryMetrics(registry), logger: sink.logger("webhooks", settings),
      now: { WallClock.now() })
    webhooks = WebhookDesk(access, worker: worker)
    inbox = DeliveryInbox()
    deliveries = DeliveryService(worker: worker, inbox: inbox, sender: sender)
    metrics.readLog(events: { Int(store.nextSequence) })
  }

  /// Takes note of committed changes; called in their order, by one thread at a time. Waits for
  /// nothing.
  package func changesCommitted(_ changes: [MembershipChange]) {
    metrics.count(changes)
    inbox.put(changes)
  }

  /// The parts of a server over an engine.
  package func parts(
    intake: any EventIntake, queries: any LiveQueries, changes: any ChangeFeed,
    now: @escaping @Sendable () -> Stamp = { WallClock.now() }
  ) -> ServerParts {
    var parts = ServerParts(queries: queries, changes: changes, keys: keys, sources: sources)
    let collect = CollectRoutes(
      intake: MeasuredIntake(inner: intake, metrics: metrics), sources: lookup,
      threads: System.coreCount, isSecure: settings.tlsCertificatePath != nil,
      now: now)
    parts.addRoutes = { collect.add(to: $0) }
    parts.direct = [collect]
    parts.mappingProblem = { WebhookMapping.problem($0) }
    parts.webhooks = webhooks
    parts.metricsText = { [registry] in registry.text }
    parts.observe = { [requests] in requests.observe($0, $1, $2) }
    parts.services = [deliveries]
    return parts
  }

  /// The parts of a server that has no engine: it takes no events and knows nobody.
  package func parts() -> ServerParts {
    let engine = EmptyEngine()
    return parts(intake: engine, queries: engine, changes: engine)
  }
}
