import NIOCore
import NIOHTTP1

/// A whole request.
struct DirectRequest {
  var head: HTTPRequestHead
  var body: ByteBuffer
}
