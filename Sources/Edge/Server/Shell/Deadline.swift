/// A limit on how long an answer may take.
enum Deadline {
  /// What the operation gives, unless it takes longer than allowed.
  ///
  /// - Throws: A `busy` problem when the time is over; the operation is cancelled then.
  static func run<Answer: Sendable>(
    ms limitMs: Int, _ operation: @escaping @Sendable () async throws -> Answer
  ) async throws -> Answer {
    try await withThrowingTaskGroup(of: Answer.self) { group in
      group.addTask { try await operation() }
      group.addTask {
        try await Task.sleep(for: .milliseconds(limitMs))
        throw Problem(
          .busy, "the answer took longer than \(TimeText.write(limitMs)); ask for less",
          retryAfterSeconds: 5)
      }
      defer { group.cancelAll() }
      guard let answer = try await group.next() else { throw CancellationError() }
      return answer
    }
  }
}
