import Logging
import ServiceLifecycle

/// Opens what the server serves, then runs the services that this needs.
struct OpeningService: Service {
  /// Opens everything and gives the services.
  let open: @Sendable () async throws -> [any Service]

  init(_ open: @escaping @Sendable () async throws -> [any Service]) {
    self.open = open
  }

  func run() async throws {
    let services = try await open()
    if services.isEmpty {
      // A service that ends stops all others; being told to stop is the only reason to end.
      try? await gracefulShutdown()
      return
    }
    try await ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [], logger: Logger(label: "services"))
    ).run()
  }
}
