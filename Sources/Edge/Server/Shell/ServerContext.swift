import Hummingbird
import NIOCore

/// What is known of a request besides what the client sent.
package struct ServerContext: RequestContext {
  /// What Hummingbird keeps: parameters of the path, logger.
  package var coreContext: CoreRequestContextStorage
  /// The connection.
  package let channel: any Channel
  /// Name of the request.
  package var requestID = ""
  /// The key that the request came with, once it was checked.
  package var grant: KeyGrant?

  /// The context of a request on a connection.
  package init(source: Source) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// The client's address without port; `nil` for other than internet sockets.
  package var address: String? { channel.remoteAddress?.ipAddress }
}
