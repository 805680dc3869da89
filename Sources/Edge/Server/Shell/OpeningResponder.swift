import Hummingbird
import Synchronization

/// Answers requests: while the data directory is opened that the server lives and is not ready,
/// then with the routes.
final class OpeningResponder: HTTPResponder {
  typealias Context = ServerContext

  /// After how long a client tries again. Unit: s.
  private static let retryAfterSeconds = 2

  private let routes = Mutex<RouterResponder<ServerContext>?>(nil)

  /// Lets the routes answer from now on.
  func hand(over responder: RouterResponder<ServerContext>) {
    routes.withLock { $0 = responder }
  }

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    if let routes = routes.withLock({ $0 }) {
      return try await routes.respond(to: request, context: context)
    }
    switch request.uri.path {
    case "/healthz": return JSONAnswer.make { $0.object { $0.member("status", "ok") } }
    case "/readyz":
      return JSONAnswer.make(status: .serviceUnavailable) { json in
        json.object { json in
          json.member("ready", false)
          json.member("waiting_for", ["opening the data directory"]) { $0.value($1) }
        }
      }
    default:
      var context = context
      context.requestID = RequestID.of(request.headers)
      let problem = Problem(
        .busy, "the server opens its data directory; try again soon",
        retryAfterSeconds: Self.retryAfterSeconds)
      return ErrorResponses.response(problem, request, context)
    }
  }
}
