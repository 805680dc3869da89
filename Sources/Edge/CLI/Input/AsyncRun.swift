import Dispatch
import Synchronization

/// Runs what waits from a command, which does not.
enum AsyncRun {
  /// The result of an operation, once it is there. Blocks the calling thread; only for `run()` of
  /// commands, which have the main thread to themselves.
  static func wait<Answer: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Answer
  ) throws -> Answer {
    let box = ResultBox<Answer>()
    let done = DispatchSemaphore(value: 0)
    Task {
      let result: Result<Answer, any Error>
      do { result = .success(try await operation()) } catch { result = .failure(error) }
      box.put(result)
      done.signal()
    }
    done.wait()
    return try box.take()
  }

  private final class ResultBox<Answer: Sendable>: Sendable {
    private let result = Mutex<Result<Answer, any Error>?>(nil)

    func put(_ value: Result<Answer, any Error>) { result.withLock { $0 = value } }

    func take() throws -> Answer {
      guard let value = result.withLock({ $0 }) else {
        preconditionFailure("the operation ended without a result")
      }
      return try value.get()
    }
  }
}
