import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where log lines go: gathered in memory and written together ten times a second, since a system
/// call for each request would cost more than the request.
///
/// Warnings are written at once. When nobody reads the other end, lines over `pendingBytesMax` are
/// dropped and counted, and the count is the first line that gets through: logging must not stop
/// the server.
package final class LogSink: Sendable {
  /// Bytes that wait at most: two seconds of 5,000 requests a second at 100 bytes each.
  package static let pendingBytesMax = 1 << 20
  /// Unit: ms between two writings.
  static let intervalMs = 100

  private struct Pending {
    var bytes: [UInt8] = []
    var dropped = 0
  }

  private let descriptor: Int32
  private let pending = Mutex(Pending())
  /// Held while bytes are written, so that they stay in order.
  private let writing = Mutex(())

  /// Writes to an open descriptor; 2 is standard error.
  package init(descriptor: Int32 = 2) {
    self.descriptor = descriptor
  }

  /// Adds a line, which ends in a line end.
  package func add(_ line: some Collection<UInt8>, isUrgent: Bool = false) {
    let isFull = pending.withLock { pending in
      if pending.bytes.count + line.count > Self.pendingBytesMax {
        pending.dropped += 1
      } else {
        pending.bytes += line
      }
      return pending.bytes.count > Self.pendingBytesMax / 4
    }
    if isUrgent || isFull { flush() }
  }

  /// Writes everything that waits.
  package func flush() {
    writing.withLock { _ in
      let (bytes, dropped) = pending.withLock { pending in
        defer { pending = Pending() }
        return (pending.bytes, pending.dropped)
      }
      if dropped > 0 {
        put(Array("{\"level\":\"warning\",\"dropped_log_lines\":\(dropped)}\n".utf8))
      }
      put(bytes)
    }
  }

  private func put(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      // Safe: the buffer holds the bytes from start to its end during the call.
      let count = unsafe bytes.withUnsafeBytes { raw in
        unsafe write(descriptor, raw.baseAddress?.advanced(by: start), raw.count - start)
      }
      if count > 0 { start += count } else if errno != EINTR { return }
    }
  }
}

extension LogSink: Service {
  /// Writes what waits, again and again until the server has stopped.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        self.flush()
        try? await Task.sleep(for: .milliseconds(Self.intervalMs))
      }
    }
    flush()
  }
}
