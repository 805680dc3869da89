import NIOCore
import StarlingEngine
import StarlingModel

/// Members as a table.
enum CSVLines {
  /// The first line.
  static let header = ByteBuffer(string: "person,since\n")

  /// One line for each member. RFC 4180; a sign that spreadsheets take for a formula is kept as it
  /// is, since programs read it too.
  static func lines(_ members: [Member]) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: members.count * 48)
    for member in members {
      buffer.writeString(field(member.person))
      buffer.writeString(",")
      if let since = member.since { buffer.writeString(since.iso) }
      buffer.writeString("\n")
    }
    return buffer
  }

  private static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains {
      $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13
    }
    if !needsQuotes { return text }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
