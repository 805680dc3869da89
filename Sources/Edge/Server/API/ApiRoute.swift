import HTTPTypes
import Hummingbird

/// A route of the API: a row of the table from which the router, the checks of parameters and keys,
/// and the OpenAPI document follow.
package struct ApiRoute: Sendable {
  /// How much work an answer is.
  package enum Work: Sendable {
    /// Done at once, on the event loop of the connection.
    case little
    /// May take long: it has a deadline, and other connections go on meanwhile.
    case much
    /// Goes on for as long as the client listens.
    case endless
  }

  /// The method.
  package var method: HTTPRequest.Method
  /// The path, with parameters in braces.
  package var path: String
  /// What the key must allow; `nil` = no key is needed.
  package var scope: KeyScopes?
  /// What it does, in a line.
  package var summary: String
  /// Parameters of path and query.
  package var parameters: [ApiParameter]
  /// The body that it takes.
  package var body: ApiBody?
  /// What it answers when all is well.
  package var answers: [ApiAnswer]
  /// Problems of its own, besides those that every route may have.
  package var problems: [ProblemKind]
  /// How much work it is.
  package var work: Work
  /// What it does.
  package var handler: @Sendable (ApiCall) async throws -> Response

  /// Describes a route.
  init(
    _ method: HTTPRequest.Method, _ path: String, _ scope: KeyScopes?, _ summary: String,
    parameters: [ApiParameter] = [], body: ApiBody? = nil, answers: [ApiAnswer],
    problems: [ProblemKind] = [], work: Work = .little,
    handler: @escaping @Sendable (ApiCall) async throws -> Response
  ) {
    self.method = method
    self.path = path
    self.scope = scope
    self.summary = summary
    self.parameters = parameters
    self.body = body
    self.answers = answers
    self.problems = problems
    self.work = work
    self.handler = handler
  }

  /// All problems that it may answer with.
  package var allProblems: [ProblemKind] {
    var kinds: [ProblemKind] = [.badRequest, .failed, .busy] + problems
    if scope != nil { kinds += [.noKey, .wrongScope, .tooMany] }
    if body != nil { kinds += [.tooLarge, .tooSlow] }
    return ProblemKind.allCases.filter(kinds.contains)
  }
}
