/// Why a request is refused as a whole.
struct RequestProblem: Error, Hashable {
  /// The HTTP status that says so.
  var status: Int
  /// Why its body goes to the quarantine; `nil` when there is nothing in it to keep.
  var reason: RejectReason?
  var detail: String

  init(_ status: Int, _ reason: RejectReason? = nil, _ detail: String) {
    self.status = status
    self.reason = reason
    self.detail = detail
  }

  /// A body that is no JSON.
  init(_ problem: LineProblem) {
    self.init(400, problem.reason, problem.detail)
  }

  /// A body beyond its limit, which a retry cannot mend.
  static func tooLarge(_ bytesMax: Int) -> RequestProblem {
    RequestProblem(413, nil, "the body has more than \(bytesMax) bytes; send smaller batches")
  }
}
