import HTTPTypes

/// Everything that a request can fail of. Each has one status and one title.
package enum ProblemKind: String, CaseIterable, Sendable {
  case badRequest = "bad-request"
  case noKey = "no-key"
  case wrongScope = "wrong-scope"
  case notFound = "not-found"
  case wrongMethod = "wrong-method"
  case notAcceptable = "not-acceptable"
  case tooSlow = "too-slow"
  case conflict = "conflict"
  case tooLarge = "too-large"
  case wrongType = "wrong-type"
  case wrongDefinition = "wrong-definition"
  case tooMany = "too-many"
  case failed = "failed"
  case busy = "busy"
}
