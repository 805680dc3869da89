import NIOCore
import StarlingModel

/// Changes as server-sent events.
///
///     id: 17
///     event: enter
///     data: {"position":17,"at":…}
///     (an empty line)
enum EventStreamText {
  /// What a stream begins with: how long a client waits before it comes back. Unit: ms.
  static let opening = ByteBuffer(string: "retry: 1000\n: open\n\n")
  /// What shows that a silent stream lives.
  static let heartbeat = ByteBuffer(string: ": alive\n\n")

  /// Several changes.
  static func events(_ changes: [MembershipChange]) -> ByteBuffer {
    var text = ByteBufferAllocator().buffer(capacity: changes.count * 256)
    for change in changes {
      text.writeString(
        "id: \(change.position)\nevent: \(change.isEntry ? "enter" : "exit")\ndata: ")
      var json = JSONWriter(capacity: 256)
      json.value(change)
      text.writeBytes(json.bytes)
      text.writeString("\n\n")
    }
    return text
  }

  /// Tells how far the log was looked through when the filter left out all of it.
  static func position(_ position: Int64) -> ByteBuffer {
    ByteBuffer(string: "id: \(position)\n\n")
  }
}
