import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import StarlingActivate

/// Sends webhooks over HTTP/1.1: with time limits, without following redirects, only to addresses
/// that the policy allows, TLS checked against the certificates that the system trusts.
package struct HTTPWebhookSender: WebhookSender {
  /// The connection leads to an address that may not be talked to.
  private struct RefusedAddress: Error {
    var address: String
  }

  private let client: HTTPClient
  private let answerTimeout: TimeAmount

  /// Makes a sender with a pool of connections of its own; `shutdown` closes them.
  package init(
    policy: AddressPolicy, connectTimeout: TimeAmount = WebhookLimits.connectTimeout,
    answerTimeout: TimeAmount = WebhookLimits.answerTimeout
  ) {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: connectTimeout, read: answerTimeout)
    configuration.connectionPool.idleTimeout = WebhookLimits.idleTimeout
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      DeliveryLimits.inFlightMax
    configuration.httpVersion = .http1Only
    configuration.decompression = .disabled
    // Called when the connection is there and nothing was sent on it.
    configuration.http1_1ConnectionDebugInitializer = { channel in
      if policy.allows(channel.remoteAddress) { return channel.eventLoop.makeSucceededVoidFuture() }
      channel.close(promise: nil)
      let address = channel.remoteAddress?.ipAddress ?? "an unknown address"
      return channel.eventLoop.makeFailedFuture(RefusedAddress(address: address))
    }
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    self.answerTimeout = answerTimeout
  }

  /// Closes all connections.
  package func shutdown() async throws { try await client.shutdown() }

  /// Sends a request and waits for the headers of the answer; the body only matters to the
  /// connection.
  package func send(_ request: WebhookRequest) async -> AttemptResult {
    var message = HTTPClientRequest(url: request.url)
    message.method = .POST
    for header in request.headers { message.headers.add(name: header.name, value: header.value) }
    message.body = .bytes(ByteBuffer(bytes: request.body))
    do {
      let answer = try await client.execute(message, deadline: .now() + answerTimeout)
      await drain(answer.body)
      return .answered(
        status: Int(answer.status.code), retryAfter: answer.headers.first(name: "Retry-After"))
    } catch let error as RefusedAddress {
      return .refused("\(error.address) is an address that webhooks are not sent to")
    } catch let error as HTTPClientError {
      return result(of: error)
    } catch is CancellationError {
      return .unanswered("the server was stopped")
    } catch {
      return .unanswered("no connection")
    }
  }

  /// Reads a short body, so that the connection serves again. A long, broken or slow one costs the
  /// connection, and nothing else: the status has been given.
  private func drain(_ body: HTTPClientResponse.Body) async {
    var count = 0
    do {
      for try await part in body {
        count += part.readableBytes
        if count > WebhookLimits.answerBytesMax { return }
      }
    } catch {
      return
    }
  }

  private func result(of error: HTTPClientError) -> AttemptResult {
    switch error {
    case .connectTimeout: .unanswered("no connection in time")
    case .deadlineExceeded, .readTimeout, .writeTimeout: .unanswered("no answer in time")
    case .remoteConnectionClosed: .unanswered("the connection was closed")
    case .tlsHandshakeTimeout: .unanswered("no TLS handshake in time")
    case .invalidURL, .emptyHost, .emptyScheme: .refused("the url cannot be used")
    default: .unanswered("the connection failed")
    }
  }
}
