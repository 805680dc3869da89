import StarlingModel

/// Writes changes as server-sent events.
///
///     id: 17
///     event: enter
///     data: {"position":17,…}
///
/// `id` is the position, so that a browser that comes back goes on after it. Signs of life are an
/// `id` without data, which no browser shows as an event, and a comment: so readers with a narrow
/// filter do not come back to where they began.
///
/// - Source: WHATWG HTML, "Server-sent events".
package enum ServerSentEvents {
  /// The media type of a stream.
  package static let mediaType = "text/event-stream"

  /// What a stream begins with: how soon to come back when it breaks off.
  package static var opening: [UInt8] {
    Array("retry: \(StreamLimits.reconnectMs)\n\n".utf8)
  }

  /// Appends a change.
  package static func append(_ change: MembershipChange, to bytes: inout [UInt8]) {
    let word = change.isEntry ? "enter" : "exit"
    bytes.append(contentsOf: "id: \(change.position)\nevent: \(word)\ndata: ".utf8)
    // JSON has no line breaks of its own, so one data line holds it.
    ChangeJSON.append(change, to: &bytes)
    bytes.append(contentsOf: "\n\n".utf8)
  }

  /// The events of a page. Where the page was read beyond its last change, the reader's place
  /// follows.
  package static func bytes(of page: ChangePage) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(page.changes.count * 256)
    for change in page.changes { append(change, to: &bytes) }
    if let last = page.changes.last, page.next > last.position {
      bytes.append(contentsOf: "id: \(page.next)\n\n".utf8)
    }
    return bytes
  }

  /// A sign of life.
  package static func heartbeat(position: Int64) -> [UInt8] {
    Array(": heartbeat\nid: \(position)\n\n".utf8)
  }
}
