import StarlingEngine

/// Wakes whoever waits for changes: when the log grew, and regularly even if it did not.
enum ChangeWakes {
  /// One element after each growth of the log and after each interval; those that nobody took yet
  /// are one. Starts to listen at once, so that nothing is missed between this call and the first
  /// wait. Ends when the engine stops.
  static func stream(_ feed: any ChangeFeed, everyMs: Int) -> AsyncStream<Void> {
    let positions = feed.positions()
    return AsyncStream(bufferingPolicy: .bufferingNewest(1)) { wakes in
      let growth = Task {
        for await _ in positions { wakes.yield() }
        wakes.finish()
      }
      let beat = Task {
        while !Task.isCancelled {
          try await Task.sleep(for: .milliseconds(everyMs))
          wakes.yield()
        }
      }
      wakes.onTermination = { _ in
        growth.cancel()
        beat.cancel()
      }
    }
  }
}
