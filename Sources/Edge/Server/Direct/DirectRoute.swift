import NIOHTTP1

/// Answers requests where their bytes are decoded, without a task of their own: see
/// `DirectHandler`.
protocol DirectRoute: Sendable {
  /// Whether it may answer a request, by its head alone.
  func takes(_ head: HTTPRequestHead) -> Bool

  /// Answers a request, unless there is anything unusual about it: the routes say what that is.
  ///
  /// - Parameter done: Called once, on any thread, at once or later; never if the request is left.
  /// - Returns: Whether it is answered; `false` leaves it to the routes.
  func answer(_ request: DirectRequest, done: @escaping @Sendable (DirectAnswer) -> Void) -> Bool
}
