import NIOCore
import StarlingCollect
import Synchronization

/// Request parsers for the threads that handle requests.
///
/// Parsing takes some ten to some hundred microseconds and never waits, so that as many parsers as
/// threads are enough; a thread takes the first that is free.
final class ParserPool: Sendable {
  private final class Slot: Sendable {
    let parser = Mutex(RequestParser())
  }

  private let slots: [Slot]

  init(count: Int) {
    slots = (0..<max(1, count)).map { _ in Slot() }
  }

  /// Parses a request with a parser that nobody else uses.
  func parse(
    _ request: CollectRequest, body: ByteBuffer, mapping: WebhookMapping?
  ) -> CollectedRequest {
    for slot in slots {
      let parsed = slot.parser.withLockIfAvailable { parser in
        parser.parse(request, body: body.readableBytesUInt8Span, mapping: mapping)
      }
      if let parsed { return parsed }
    }
    return slots[0].parser.withLock { parser in
      parser.parse(request, body: body.readableBytesUInt8Span, mapping: mapping)
    }
  }
}
