import Hummingbird

/// All routes of the API.
package struct ApiTable: Sendable {
  /// The routes in the order of the document.
  package let routes: [ApiRoute]
  private let settings: ServerSettings
  private let gate: Gatekeeper

  /// The routes over what answers them.
  package init(_ parts: ServerParts, settings: ServerSettings, gate: Gatekeeper) {
    self.settings = settings
    self.gate = gate
    var routes = HealthRoutes.routes(parts)
    routes += SegmentRoutes.routes(parts.queries)
    routes += PeopleRoutes.routes(parts.queries)
    routes += QuestionRoutes.routes(parts.queries)
    routes += ChangeRoutes.routes(parts.changes, settings)
    routes += DefinitionRoutes.routes(parts.queries)
    routes += QuarantineRoutes.routes(parts.queries)
    routes += KeyRoutes.routes(gate.ring)
    routes += SourceRoutes.routes(parts.sources, parts.mappingProblem)
    if let webhooks = parts.webhooks { routes += WebhookRoutes.routes(webhooks) }
    if let clock = parts.clock { routes += ClockRoutes.routes(clock) }
    let document = OpenAPIDocument.text(routes + [OpenAPIDocument.route("")])
    self.routes = routes + [OpenAPIDocument.route(document)]
  }

  /// Gives every route to the router.
  func add(to router: Router<ServerContext>) {
    let (gate, settings) = (gate, settings)
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await Self.answer(request, context, route, gate, settings)
      }
    }
  }

  private static func answer(
    _ request: Request, _ context: ServerContext, _ route: ApiRoute, _ gate: Gatekeeper,
    _ settings: ServerSettings
  ) async throws -> Response {
    var context = context
    if let scope = route.scope {
      context.grant = try await gate.grant(request, context, scope: scope)
    }
    let call = try ApiCall(request, context, route, bodyBytesMax: settings.apiBodyBytesMax)
    switch route.work {
    case .little, .endless: return try await route.handler(call)
    case .much:
      return try await withTaskExecutorPreference(globalConcurrentExecutor) {
        try await Deadline.run(ms: settings.answerTimeMs) { try await route.handler(call) }
      }
    }
  }
}
