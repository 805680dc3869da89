import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import StarlingEngine
import StarlingStore

/// The only place that decides which status an error has and what its answer looks like.
package enum ErrorResponses {
  /// The status of a kind of problem.
  package static func status(_ kind: ProblemKind) -> HTTPResponse.Status {
    switch kind {
    case .badRequest: .badRequest
    case .noKey: .unauthorized
    case .wrongScope: .forbidden
    case .notFound: .notFound
    case .wrongMethod: .methodNotAllowed
    case .notAcceptable: .notAcceptable
    case .tooSlow: .requestTimeout
    case .conflict: .conflict
    case .tooLarge: .contentTooLarge
    case .wrongType: .unsupportedMediaType
    case .wrongDefinition: .unprocessableContent
    case .tooMany: .tooManyRequests
    case .failed: .internalServerError
    case .busy: .serviceUnavailable
    }
  }

  /// The title of a kind of problem: the same for all of its occurrences.
  package static func title(_ kind: ProblemKind) -> String {
    switch kind {
    case .badRequest: "The request is not understood"
    case .noKey: "A valid API key is needed"
    case .wrongScope: "The API key may not do this"
    case .notFound: "There is nothing of this name"
    case .wrongMethod: "The path does not have this method"
    case .notAcceptable: "None of the accepted formats can be given"
    case .tooSlow: "The request took too long to arrive"
    case .conflict: "The state does not allow it"
    case .tooLarge: "The request is too large"
    case .wrongType: "The type of the body is not understood"
    case .wrongDefinition: "The definition has problems"
    case .tooMany: "There were too many requests"
    case .failed: "Something failed that is not the client's fault"
    case .busy: "The server cannot do this now"
    }
  }

  /// The answer to a request that failed.
  static func response(
    _ error: any Error, _ request: Request, _ context: ServerContext
  ) -> Response {
    let problem = problem(error, request, context)
    var response = Response(
      status: status(problem.kind),
      headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: document(problem, requestID: context.requestID)))
    if let seconds = problem.retryAfterSeconds { response.headers[.retryAfter] = "\(seconds)" }
    if problem.kind == .noKey { response.headers[.wwwAuthenticate] = "Bearer realm=\"starling\"" }
    if problem.kind == .wrongMethod {
      response.headers[.allow] = problem.allowed.joined(separator: ", ")
    }
    return response
  }

  /// The document of a problem.
  static func document(_ problem: Problem, requestID: String) -> ByteBuffer {
    var json = JSONWriter()
    json.object { json in
      json.member("type", "urn:starling:problem:\(problem.kind.rawValue)")
      json.member("title", title(problem.kind))
      json.member("status", status(problem.kind).code)
      json.member("detail", problem.detail)
      json.member("instance", "urn:starling:request:\(requestID)")
      if !problem.problems.isEmpty {
        json.member("problems", problem.problems) { $0.value($1) }
      }
    }
    json.endLine()
    return json.buffer
  }

  private static func problem(
    _ error: any Error, _ request: Request, _ context: ServerContext
  ) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let problem as QueryProblem: return Problem(problem)
    case let error as StoreError: return Problem(error, context.logger)
    case is NIOTooManyBytesError:
      return Problem(.tooLarge, "the body is larger than the server takes; send it in parts")
    case let error as HTTPError: return Problem(error, path: request.uri.path)
    case is CancellationError:
      return Problem(.busy, "the server stops; try again", retryAfterSeconds: 1)
    default:
      // The error itself stays in the log: it may hold names of files and people.
      context.logger.error(
        "a request failed",
        metadata: ["id": "\(context.requestID)", "error": "\(type(of: error))"])
      return Problem(.failed, "see the server's log for request \(context.requestID)")
    }
  }
}

extension Problem {
  /// What the router says.
  init(_ error: HTTPError, path: String) {
    switch error.status.code {
    case 404: self.init(.notFound, "there is no path \(path.prefix(200)); see /api/openapi.json")
    case 413: self.init(.tooLarge, "the body is larger than the server takes; send it in parts")
    case 500...: self.init(.failed, "see the server's log")
    default: self.init(.badRequest, error.body ?? "the request is not understood")
    }
  }

  /// What the store says. Names of files are for the log.
  init(_ error: StoreError, _ logger: Logger) {
    switch error.code {
    case .conflict: self.init(.conflict, "the name is taken; choose another one")
    case .missing: self.init(.notFound, "it is not there, or not any more")
    case .full:
      self.init(.busy, "the server's disk is full; nothing was changed", retryAfterSeconds: 30)
    default:
      logger.error("the store failed", metadata: ["error": "\(error)"])
      self.init(.failed, "see the server's log")
    }
  }

  /// What a query says.
  init(_ problem: QueryProblem) {
    let hint = problem.nearest.map { "; did you mean \($0)?" } ?? ""
    switch problem.kind {
    case .noSuchPerson, .noSuchSegment, .noSuchDefinition, .noSuchVersion, .noSuchEntry:
      self.init(.notFound, problem.detail + hint)
    case .badCursor, .badInstant: self.init(.badRequest, problem.detail + hint)
    case .wrongDefinition: self.init(.wrongDefinition, problem.detail, problems: problem.problems)
    case .conflict: self.init(.conflict, problem.detail + hint)
    case .tooMuch: self.init(.tooLarge, problem.detail + hint)
    case .busy:
      self.init(.busy, problem.detail, retryAfterSeconds: problem.retryAfterSeconds ?? 1)
    }
  }
}
