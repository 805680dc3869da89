/// What a client is answered, as values: no library of any protocol is needed to make one.
package struct CollectAnswer: Hashable, Sendable {
  /// A header with its value.
  package struct Header: Hashable, Sendable {
    /// The header's name.
    package var name: String
    /// Its value.
    package var value: String

    /// A header with its value.
    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The HTTP status.
  package var status: Int
  /// Headers besides those that every answer has.
  package var headers: [Header] = []
  /// The body.
  package var body: [UInt8] = []

  /// An answer with a body of some type; no type for an empty one.
  package init(status: Int, contentType: String? = nil, body: [UInt8] = []) {
    self.status = status
    self.body = body
    if let contentType { headers = [Header(name: "Content-Type", value: contentType)] }
  }

  /// An answer of JSON text.
  static func json(_ status: Int, _ text: String) -> CollectAnswer {
    CollectAnswer(status: status, contentType: "application/json", body: Array(text.utf8))
  }

  /// What a protocol's clients are told when all is well.
  package static func accepted(_ endpoint: CollectEndpoint) -> CollectAnswer {
    switch endpoint {
    case .segmentCall, .segmentBatch, .webhook: json(200, #"{"success":true}"#)
    case .ga4: CollectAnswer(status: 204)
    case .postHog: json(200, #"{"status":1}"#)
    case .pixel: pixel(200)
    }
  }

  /// What a protocol's clients are told when a request is refused.
  ///
  /// GA4 and the pixel have no error answers for bad content: they get what they get when all is
  /// well, except where the status tells of the key or of waiting.
  package static func refused(
    _ endpoint: CollectEndpoint, status: Int, detail: String
  ) -> CollectAnswer {
    var text: [UInt8] = []
    switch endpoint {
    case .pixel: return pixel(status)
    case .ga4 where status == 400: return CollectAnswer(status: 204)
    case .segmentCall, .segmentBatch, .webhook, .ga4: text += #"{"success":false,"error":"#.utf8
    case .postHog: text += #"{"type":"validation_error","detail":"#.utf8
    }
    JSONText.append(detail, to: &text)
    text += "}".utf8
    return CollectAnswer(status: status, contentType: "application/json", body: text)
  }

  private static func pixel(_ status: Int) -> CollectAnswer {
    var answer = CollectAnswer(status: status, contentType: "image/gif", body: transparentGIF)
    answer.headers.append(
      Header(name: "Cache-Control", value: "no-store, no-cache, must-revalidate, private"))
    return answer
  }

  /// A transparent image of one by one pixel, 43 bytes: header, screen with two colours, the
  /// transparency of colour 0, the image, the end.
  static let transparentGIF: [UInt8] =
    Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]
    + [0x21, 0xF9, 4, 1, 0, 0, 0, 0] + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0]
    + [2, 2, 0x44, 1, 0, 0x3B]
}
