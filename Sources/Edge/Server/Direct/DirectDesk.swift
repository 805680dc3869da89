import HTTPTypes
import NIOHTTP1
import Synchronization

/// The routes that answer directly, once there is something to ask; until then it knows none.
final class DirectDesk: Sendable {
  private struct Parts {
    var routes: [any DirectRoute]
    var log: AccessLog
    var observe: @Sendable (String, Int, Int64) -> Void
  }

  private let parts = Mutex<Parts?>(nil)

  /// Lets the routes answer from now on.
  ///
  /// - Parameter observe: As in `ServerParts`.
  func hand(
    over routes: [any DirectRoute], log: AccessLog,
    observe: @escaping @Sendable (String, Int, Int64) -> Void
  ) {
    parts.withLock { $0 = Parts(routes: routes, log: log, observe: observe) }
  }

  /// The route that may answer a request; `nil` where there is none.
  func route(for head: HTTPRequestHead) -> (any DirectRoute)? {
    // What a page of another host, or a client with a name of its own for the request, wants to
    // hear besides is known to the routes.
    guard head.version == .http1_1, head.isKeepAlive, !head.headers.contains(name: "origin"),
      !head.headers.contains(name: "expect"), !head.headers.contains(name: RequestID.header.rawName)
    else { return nil }
    return parts.withLock { parts in parts?.routes.first { $0.takes(head) } }
  }

  /// Logs and counts an answer.
  func note(_ answer: DirectAnswer, _ entry: AccessLog.Entry) {
    guard let parts = parts.withLock({ $0 }) else { return }
    parts.log.add(entry)
    parts.observe(answer.route, answer.status, entry.tookNs)
  }
}
