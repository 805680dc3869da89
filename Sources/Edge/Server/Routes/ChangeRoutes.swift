import HTTPTypes
import Hummingbird
import ServiceLifecycle
import StarlingEngine

/// The log of changes: as a stream, as pages, or as pages that wait.
enum ChangeRoutes {
  /// Longest wait for a change. Unit: ms.
  private static let waitMsMax = 60_000

  /// The header with which a client of server-sent events comes back.
  private static let lastEventID: HTTPField.Name = {
    guard let name = HTTPField.Name("last-event-id") else { preconditionFailure("a valid name") }
    return name
  }()

  static func routes(_ feed: any ChangeFeed, _ settings: ServerSettings) -> [ApiRoute] {
    let slots = StreamSlots(max: settings.streamsMax)
    let heartbeatMs = settings.heartbeatMs
    return [
      ApiRoute(
        .get, "/api/changes", .read,
        "Who entered and left which segment, in order: pages, or a stream with the header Accept: "
          + "text/event-stream.",
        parameters: parameters,
        answers: [
          ApiAnswer(
            status: 200, meaning: "The changes.",
            content: [("application/json", .named("ChangePage")), ("text/event-stream", .text())])
        ],
        problems: [.notFound], work: .endless
      ) { call in
        if call.accepts("text/event-stream") {
          return try await stream(call, feed, slots, heartbeatMs)
        }
        let page = try await page(call, feed, slots)
        return JSONAnswer.make { $0.value(page) }
      }
    ]
  }

  private static let parameters: [ApiParameter] = [
    .query(
      "after", .number(0...Int64.max),
      "Position of the last change that is known; pages start at 0, streams at the end."),
    .limit(10_000, default: 100),
    .query(
      "wait", .duration(msMax: waitMsMax), "How long to wait for a change when there is none yet."),
    .query("segments", .names(countMax: 100), "Only changes of these segments."),
    .query("person", .text(lengthMax: 1_024), "Only changes of this person, by any identifier."),
  ]

  private static func filter(_ call: ApiCall) -> ChangeFilter {
    ChangeFilter(segments: call.names("segments"), person: call.text("person"))
  }

  private static func page(
    _ call: ApiCall, _ feed: any ChangeFeed, _ slots: StreamSlots
  ) async throws -> ChangePage {
    let (limit, filter) = (call.limit(default: 100), filter(call))
    let after = call.number("after") ?? 0
    let waitMs = Int(call.number("wait") ?? 0)
    if waitMs == 0 { return try await feed.page(after: after, limit: limit, filter: filter) }
    let slot = try slots.take()
    defer { withExtendedLifetime(slot) {} }
    let end = WallClock.ticksNs() + Int64(waitMs) * 1_000_000
    let wakes = ChangeWakes.stream(feed, everyMs: waitMs).cancelOnGracefulShutdown()
    var page = try await feed.page(after: after, limit: limit, filter: filter)
    if !page.changes.isEmpty { return page }
    for try await _ in wakes {
      page = try await feed.page(after: page.next, limit: limit, filter: filter)
      if !page.changes.isEmpty || WallClock.ticksNs() >= end { break }
    }
    return page
  }

  private static func stream(
    _ call: ApiCall, _ feed: any ChangeFeed, _ slots: StreamSlots, _ heartbeatMs: Int
  ) async throws -> Response {
    let slot = try slots.take()
    let after = try await start(call, feed)
    let stream = ChangeStream(
      feed: feed, filter: filter(call), after: after, heartbeatMs: heartbeatMs, slot: slot)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff",
      ], body: stream.body)
  }

  /// Where a stream starts: behind what the client knows, else at the end.
  private static func start(_ call: ApiCall, _ feed: any ChangeFeed) async throws -> Int64 {
    if let text = call.request.headers[lastEventID], !text.isEmpty {
      guard let position = Int64(text), position >= 0 else {
        throw Problem(.badRequest, "Last-Event-ID: expected the position of a change")
      }
      return position
    }
    if let after = call.number("after") { return after }
    return try await feed.page(after: 0, limit: 1, filter: ChangeFilter()).last
  }
}
