import StarlingModel

/// A webhook as it goes over the wire: a POST with these headers and this body.
package struct WebhookRequest: Equatable, Sendable {
  /// One header.
  package struct Header: Equatable, Sendable {
    /// Its name, in the letters in which it is sent.
    package var name: String
    /// Its value; ASCII.
    package var value: String
  }

  /// Where to.
  package var url: String
  /// All headers that are not the connection's business.
  package var headers: [Header]
  /// JSON, UTF-8.
  package var body: [UInt8]

  /// The request of an attempt.
  ///
  /// - Parameter now: When it is sent; the signature's time.
  package init(_ attempt: DeliveryAttempt, now: Stamp) {
    url = attempt.target.url
    body = Self.body(attempt)
    headers = [
      Header(name: "Content-Type", value: "application/json"),
      Header(name: "User-Agent", value: "Starling-Webhooks/1"),
      Header(name: "Idempotency-Key", value: attempt.id.description),
      Header(
        name: WebhookSignature.headerName,
        value: WebhookSignature.header(
          body: body, secrets: attempt.target.secrets, atSeconds: now.milliseconds / 1_000)),
    ]
  }

  /// `{"id":"orders-17",` the change `,"attempt":1}`.
  package static func body(_ attempt: DeliveryAttempt) -> [UInt8] {
    var bytes = Array("{".utf8)
    bytes.reserveCapacity(320)
    JSONText.append("id", attempt.id.description, to: &bytes)
    bytes.append(UInt8(ascii: ","))
    ChangeJSON.appendMembers(attempt.change, to: &bytes)
    bytes.append(contentsOf: ",\"attempt\":\(attempt.number)}".utf8)
    return bytes
  }
}
