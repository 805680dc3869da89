import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import StarlingCollect

/// Sends history to a running server, through `POST /v1/import`.
package struct RemoteImport: Sendable {
  /// Calls of one request; the server takes `Limits.segmentItemsMax`.
  package static let itemsMax = 1_000
  /// Length of the calls of one request; some room stays for what is around them. Unit: bytes.
  package static let bytesMax = Limits.segmentBatchBytesMax - 4_096
  /// How often a request is tried that the server cannot take now.
  private static let triesMax = 100
  /// Unit: bytes of an answer that are read.
  private static let answerBytesMax = 1 << 20

  private let url: String
  private let head: [UInt8]

  /// Sends to the server at an address with a source's write key.
  package init(url: String, writeKey: String) {
    self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    var json = JSONWriter()
    json.value(writeKey)
    head = Array("{\"writeKey\":".utf8) + json.bytes + Array(",\"batch\":[".utf8)
  }

  /// Sends some calls and returns when they are durable. Waits and tries again while the server has
  /// too much to do.
  ///
  /// - Parameter calls: Segment calls, one JSON object each.
  package func send(_ calls: [[UInt8]]) async throws {
    let body = head + calls.joined(separator: [UInt8(ascii: ",")]) + Array("]}".utf8)
    for _ in 0..<Self.triesMax {
      var request = HTTPClientRequest(url: url + "/v1/import")
      request.method = .POST
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body))
      let answer = try await execute(request)
      switch answer.status.code {
      case 200: return
      case 429, 503:
        let seconds = answer.headers.first(name: "retry-after").flatMap { Int64($0) } ?? 1
        try await Task.sleep(for: .seconds(min(max(seconds, 1), 60)))
      default:
        let text = String(
          buffer: try await answer.body.collect(upTo: Self.answerBytesMax))
        throw ClientProblem(
          description: "\(url): \(answer.status.code): \(text.prefix(300)); is the write key right?"
        )
      }
    }
    throw ClientProblem(description: "\(url): the server takes no events for long; see its log")
  }

  private func execute(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
    do {
      return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    } catch {
      throw ClientProblem(description: "\(url): \(error); does the server run there?")
    }
  }
}
