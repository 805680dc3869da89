import Hummingbird
import NIOHTTP1

/// What every request goes through: it gets a name, its errors become problems, it is logged.
struct ShellMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  let log: AccessLog
  let routes: RouteIndex
  /// Told of each answer: pattern of the path, status, length of time in ns.
  let observe: @Sendable (String, Int, Int64) -> Void

  func handle(
    _ request: Request, context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let start = WallClock.ticksNs()
    var context = context
    context.requestID = RequestID.of(request.headers)
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as HTTPParserError {
      throw error
    } catch let error as HTTPError where error.status == .notFound {
      response = ErrorResponses.response(routes.problem(request) ?? error, request, context)
    } catch {
      response = ErrorResponses.response(error, request, context)
    }
    response.headers[RequestID.header] = context.requestID
    let tookNs = WallClock.ticksNs() - start
    log.add(request, context, response, tookNs: tookNs)
    observe(context.coreContext.endpointPath.value ?? "unknown", response.status.code, tookNs)
    return response
  }
}
