import HTTPTypes
import Hummingbird
import NIOCore
import StarlingCollect
import StarlingModel

extension CollectAnswer {
  /// An answer that asks to wait, in the two headers that clients look at: whole seconds from now,
  /// and the second since 1970 at which they are over.
  static func waiting(
    _ endpoint: CollectEndpoint, status: Int, seconds: Int, now: Stamp, detail: String
  ) -> CollectAnswer {
    var answer = refused(endpoint, status: status, detail: detail)
    let reset = now.milliseconds / 1_000 + Int64(seconds)
    answer.headers.append(Header(name: "Retry-After", value: "\(seconds)"))
    answer.headers.append(Header(name: "X-RateLimit-Reset", value: "\(reset)"))
    return answer
  }
}

extension Response {
  /// The answer in HTTP, with the headers that the page behind a request needs.
  init(_ answer: CollectAnswer, for request: HTTPFields) {
    var headers = CrossOrigin.headers(for: request)
    for header in answer.headers {
      if let name = HTTPField.Name(header.name) { headers[name] = header.value }
    }
    self.init(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: answer.body.isEmpty
        ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
