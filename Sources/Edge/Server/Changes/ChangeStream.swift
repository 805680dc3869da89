import Hummingbird
import NIOCore
import ServiceLifecycle
import StarlingEngine
import StarlingModel

/// One client that watches changes: pages of the log are sent one after the other, and when all was
/// sent it waits for more. A client that reads slowly makes its own stream wait and nobody else's.
struct ChangeStream: Sendable {
  /// Changes that are read at a time.
  static let pageLimit = 1_000

  let feed: any ChangeFeed
  let filter: ChangeFilter
  /// The position of the last change that the client knows.
  let after: Int64
  let heartbeatMs: Int
  /// Holds the client's place.
  let slot: StreamSlot

  /// The body of the answer.
  var body: ResponseBody {
    ResponseBody { writer in
      let wakes = ChangeWakes.stream(feed, everyMs: heartbeatMs).cancelOnGracefulShutdown()
      try await writer.write(EventStreamText.opening)
      var position = try await send(after: after, &writer) ?? after
      for try await _ in wakes {
        if let next = try await send(after: position, &writer) {
          position = next
        } else {
          try await writer.write(EventStreamText.heartbeat)
        }
      }
      withExtendedLifetime(slot) {}
      try await writer.finish(nil)
    }
  }

  /// Sends everything behind a position.
  ///
  /// - Returns: The position that was reached; `nil` when there was nothing.
  private func send(
    after start: Int64, _ writer: inout any ResponseBodyWriter
  ) async throws -> Int64? {
    var position = start
    while true {
      let page = try await feed.page(after: position, limit: Self.pageLimit, filter: filter)
      if page.next <= position { break }
      position = page.next
      if page.changes.last?.position == position {
        try await writer.write(EventStreamText.events(page.changes))
      } else {
        // The client must come back behind what the filter left out, too.
        var text = EventStreamText.events(page.changes)
        text.writeImmutableBuffer(EventStreamText.position(position))
        try await writer.write(text)
      }
    }
    return position == start ? nil : position
  }
}
