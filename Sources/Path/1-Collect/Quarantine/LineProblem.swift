/// What is wrong with a line, before it is known where the line stands.
struct LineProblem: Error, Hashable {
  var reason: RejectReason
  var detail: String

  init(_ reason: RejectReason, _ detail: String) {
    self.reason = reason
    self.detail = detail
  }
}
