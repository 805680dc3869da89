import HTTPTypes
import Hummingbird
import NIOCore
import StarlingCollect
import StarlingEngine
import StarlingModel

/// The routes by which events come in.
///
/// 1. The body is read, up to the protocol's limit.
/// 2. It is parsed; the write key leads to the source.
/// 3. The source's switches and rate are looked at.
/// 4. The events are handed over, and when they are durable the client is answered.
package struct CollectRoutes: Sendable {
  let intake: any EventIntake
  let sources: any SourceLookup
  let now: @Sendable () -> Stamp
  /// Whether clients reach this server over TLS, for the settings document.
  let isSecure: Bool
  let parsers: ParserPool
  let rates = SourceRates()

  /// Prepares the routes.
  ///
  /// - Parameters:
  ///   - threads: Number of threads that handle requests.
  ///   - now: The time at which a request comes.
  package init(
    intake: any EventIntake, sources: any SourceLookup, threads: Int, isSecure: Bool = false,
    now: @escaping @Sendable () -> Stamp
  ) {
    self.intake = intake
    self.sources = sources
    self.now = now
    self.isSecure = isSecure
    parsers = ParserPool(count: threads)
  }

  /// Adds the routes to a router.
  package func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
    for (path, endpoint) in CollectEndpoint.paths {
      for method in endpoint.methods {
        router.on(RouterPath(path), method: method) { request, _ in
          await respond(to: request, endpoint, pathKey: nil)
        }
      }
      addPreflight(RouterPath(path), to: router)
    }
    router.on("/v1/webhook/{writeKey}", method: .post) { request, context in
      await respond(to: request, .webhook, pathKey: context.parameters.get("writeKey"))
    }
    addPreflight("/v1/webhook/{writeKey}", to: router)
    router.on("/v1/projects/{writeKey}/settings", method: .get) { request, context in
      await settings(request, writeKey: context.parameters.get("writeKey") ?? "")
    }
    addPreflight("/v1/projects/{writeKey}/settings", to: router)
  }

  private func addPreflight<Context: RequestContext>(
    _ path: RouterPath, to router: some RouterMethods<Context>
  ) {
    router.on(path, method: .options) { request, _ in
      Response(status: .noContent, headers: CrossOrigin.preflight(for: request.headers))
    }
  }

  // MARK: Requests

  private func respond(
    to request: Request, _ endpoint: CollectEndpoint, pathKey: String?
  ) async -> Response {
    let answer: CollectAnswer
    do {
      let head = CollectRequest(
        endpoint: endpoint, query: request.uri.query ?? "",
        authorization: request.headers[.authorization],
        contentType: request.headers[.contentType],
        contentEncoding: request.headers[.contentEncoding], pathKey: pathKey,
        receivedAt: now())
      let body = try await request.body.collect(upTo: endpoint.bodyBytesMax)
      answer = try await collect(head, body)
    } catch is NIOTooManyBytesError {
      answer = .refused(
        endpoint, status: 413,
        detail: "the body has more than \(endpoint.bodyBytesMax) bytes; send smaller batches")
    } catch let refusal as IntakeRefusal {
      answer = self.answer(to: refusal, endpoint)
    } catch {
      // Whatever failed here is no fault of the client's, which keeps the events and tries again.
      answer = .waiting(
        endpoint, status: 503, seconds: Self.retryAfterSeconds, now: now(),
        detail: "the server cannot take events now")
    }
    return Response(answer, for: request.headers)
  }

  /// The answer to a request of which nothing was kept.
  func answer(to refusal: IntakeRefusal, _ endpoint: CollectEndpoint) -> CollectAnswer {
    .waiting(
      endpoint, status: refusal.cause == .busy ? 429 : 503, seconds: refusal.retryAfterSeconds,
      now: now(), detail: refusal.detail)
  }

  /// How long a client waits after a failure of which nothing is known.
  private static let retryAfterSeconds = 5

  private func collect(
    _ request: CollectRequest, _ body: ByteBuffer
  ) async throws -> CollectAnswer {
    let endpoint = request.endpoint
    // The mapping must be there before a webhook can be read; its key is in the path.
    var source: CollectSource?
    if endpoint == .webhook, let key = request.headKey {
      source = try await sources.source(writeKey: key)
      if let problem = problem(of: source, endpoint) { return problem }
    }
    let collected = await parse(request, body, mapping: source?.mapping)
    if endpoint == .ga4(isDebug: true) { return collected.answer }
    if source == nil && !collected.hasConflictingKeys {
      source = try await find(collected)
    }
    if let problem = problem(of: source, endpoint) {
      // A body that could not be read may have held the key: what is wrong with it comes first.
      return collected.isUnreadable ? collected.answer : problem
    }
    guard let source else { return collected.answer }
    switch step(collected, source, request) {
    case .answer(let answer): return answer
    case .offer(let collected):
      try await intake.accept(collected.batch(from: source.id), rejected: collected.rejected)
      return collected.answer
    }
  }

  /// What is done with a request of a source that may send.
  enum Step {
    /// It is answered at once: it may not send so much, or brought nothing.
    case answer(CollectAnswer)
    /// What it brought is handed over first.
    case offer(CollectedRequest)
  }

  /// Looks at the source's rate and strictness.
  func step(
    _ collected: CollectedRequest, _ source: CollectSource, _ request: CollectRequest
  ) -> Step {
    if let seconds = rates.wait(for: source, items: collected.itemCount, now: request.receivedAt) {
      return .answer(
        .waiting(
          request.endpoint, status: 429, seconds: seconds, now: request.receivedAt,
          detail: "the source may send \(source.itemsPerSecondMax ?? 0) items a second"))
    }
    let collected = source.isStrict ? collected.strictly() : collected
    return collected.itemCount > 0 ? .offer(collected) : .answer(collected.answer)
  }

  /// Reads a body; a long one beside the event loop of the connection, on which others wait.
  private func parse(
    _ request: CollectRequest, _ body: ByteBuffer, mapping: WebhookMapping?
  ) async -> CollectedRequest {
    if body.readableBytes < Self.longBodyBytes && request.contentEncoding == nil {
      return parsers.parse(request, body: body, mapping: mapping)
    }
    return await withTaskExecutorPreference(globalConcurrentExecutor) {
      parsers.parse(request, body: body, mapping: mapping)
    }
  }

  /// Shorter bodies take less than some ms.
  private static let longBodyBytes = 256 << 10

  private func find(_ collected: CollectedRequest) async throws -> CollectSource? {
    guard let key = collected.writeKey else { return nil }
    return try await sources.source(writeKey: key)
  }

  /// The answer to a request whose key or source is not good; `nil` when they are.
  func problem(of source: CollectSource?, _ endpoint: CollectEndpoint) -> CollectAnswer? {
    guard let source else {
      return .refused(
        endpoint, status: 401,
        detail: "the write key is missing, unknown or not the same throughout; see the sources")
    }
    if source.isDisabled {
      let isPostHog = endpoint.protocolName == "posthog"
      return .refused(
        endpoint, status: isPostHog ? 403 : 404, detail: "the source is switched off")
    }
    if let name = source.protocolName, name != endpoint.protocolName {
      return .refused(
        endpoint, status: 403,
        detail: "the source may send \(name), not \(endpoint.protocolName)")
    }
    return nil
  }

  // MARK: Settings

  private func settings(_ request: Request, writeKey: String) async -> Response {
    var headers = CrossOrigin.headers(for: request.headers)
    do {
      guard let source = try await sources.source(writeKey: writeKey), !source.isDisabled else {
        return Response(
          .refused(.segmentBatch(isImport: false), status: 404, detail: "no source has this key"),
          for: request.headers)
      }
      headers[.contentType] = "application/json"
      headers[.cacheControl] = "public, max-age=300"
      let document = SegmentSettings.document(
        writeKey: writeKey, host: request.head.authority ?? "localhost", isSecure: isSecure)
      return Response(
        status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
    } catch {
      return Response(
        .waiting(
          .segmentBatch(isImport: false), status: 503, seconds: Self.retryAfterSeconds, now: now(),
          detail: "the server cannot look up sources now"), for: request.headers)
    }
  }
}

extension CollectEndpoint {
  /// The methods by which clients send.
  fileprivate var methods: [HTTPRequest.Method] {
    switch self {
    case .segmentCall, .segmentBatch, .ga4, .webhook: [.post]
    case .postHog: [.post, .get]
    case .pixel: [.get]
    }
  }
}
