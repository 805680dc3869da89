import StarlingActivate
import StarlingModel
import StarlingTestSupport
import Testing

/// Signatures, the body, and addresses of targets.
@Suite struct WebhookMessageTests {
  private let body = Array(#"{"id":"orders-17"}"#.utf8)

  /// The number comes from: printf '1772454600.{"id":"orders-17"}' | openssl dgst -sha256 -hmac
  /// s3cret
  @Test func `signs as openssl does`() {
    let header = WebhookSignature.header(body: body, secrets: ["s3cret"], atSeconds: 1_772_454_600)
    #expect(
      header == "t=1772454600,v1=7f5db3468bc565be037b843e61d2ea7f0135f512499fd25593a0e11d9a6c58a3")
  }

  @Test func `accepts its own signature within the tolerance, and no other`() {
    let header = WebhookSignature.header(body: body, secrets: ["s3cret"], atSeconds: 1_000)
    func isValid(_ header: String, secret: String = "s3cret", now: Int64 = 1_000) -> Bool {
      WebhookSignature.isValid(header, body: body, secret: secret, nowSeconds: now)
    }
    #expect(isValid(header))
    #expect(isValid(header, now: 1_300) && isValid(header, now: 700))
    #expect(!isValid(header, now: 1_301) && !isValid(header, now: 699))
    #expect(!isValid(header, secret: "other"))
    #expect(!isValid(header.replacing("t=1000", with: "t=1001")))
    #expect(
      !WebhookSignature.isValid(header, body: body + [32], secret: "s3cret", nowSeconds: 1_000))
    for damaged in ["", "t=1000", "v1=00", "t=,v1=", String(header.dropLast()), "t=x," + header] {
      #expect(!isValid(damaged) || damaged.hasSuffix(header), "\(damaged)")
    }
    #expect(!isValid("t=\(Int64.min),v1=00") && !isValid("t=\(Int64.max),v1=00"))
  }

  @Test func `while a secret is exchanged both are accepted`() {
    let header = WebhookSignature.header(body: body, secrets: ["new", "old"], atSeconds: 1_000)
    #expect(header.split(separator: ",").count == 3)
    for secret in ["new", "old"] {
      #expect(
        WebhookSignature.isValid(header, body: body, secret: secret, nowSeconds: 1_000))
    }
  }

  @Test func `every flipped bit of body or signature is found`() {
    let header = WebhookSignature.header(body: body, secrets: ["s3cret"], atSeconds: 1_000)
    for index in body.indices {
      for bit in 0..<8 {
        var damaged = body
        damaged[index] ^= 1 << UInt8(bit)
        #expect(
          !WebhookSignature.isValid(header, body: damaged, secret: "s3cret", nowSeconds: 1_000))
      }
    }
  }

  @Test func `the body tells id, change and attempt`() {
    let change = MembershipChange(
      position: 17, at: Stamp("2026-03-02T12:30:00Z"),
      recordedAt: Stamp("2026-03-02T12:30:00.012Z"),
      segment: "high \"intent\"", person: "ann\n\u{1}é", isEntry: true, cause: .event)
    let attempt = DeliveryAttempt(target: Fixture.target(), change: change, number: 2)
    #expect(
      String(decoding: WebhookRequest.body(attempt), as: UTF8.self)
        == #"{"id":"orders-17","position":17,"at":"2026-03-02T12:30:00.000Z","#
        + #""recordedAt":"2026-03-02T12:30:00.012Z","segment":"high \"intent\"","#
        + #""person":"ann\n\u0001é","change":"enter","cause":"event","attempt":2}"#)
    let request = WebhookRequest(attempt, now: Fixture.start)
    #expect(
      request.headers.map(\.name) == [
        "Content-Type", "User-Agent", "Idempotency-Key", "Starling-Signature",
      ])
    #expect(request.headers[2].value == "orders-17")
  }

  @Test func `secrets are long and never the same`() {
    let secrets = (0..<100).compactMap { _ in WebhookSecret.make() }
    #expect(Set(secrets).count == 100)
    #expect(secrets.allSatisfy { $0.hasPrefix("whsec_") && $0.count == 49 })
  }

  @Test(arguments: [
    "https://example.com", "http://127.0.0.1:8080/hook?x=1", "https://[2001:db8::1]:443/",
    "HTTPS://Example.com/A",
  ]) func `takes an address`(url: String) {
    #expect(WebhookURL.problem(url) == nil)
  }

  @Test(arguments: [
    "", "example.com", "ftp://example.com", "https://", "https:///path", "https://a b",
    "https://user@example.com", "https://example.com/#top", "https://example.com:0/",
    "https://example.com:99999", "https://example.com:x", "https://[::1", "https://[::1]x",
    "https://\u{E9}.com", "https://" + String(repeating: "a", count: 2_048),
  ]) func `refuses an address with the remedy`(url: String) {
    #expect(WebhookURL.problem(url)?.hasPrefix("url: ") == true)
  }

  @Test func `an id is a short word`() {
    #expect(WebhookTargetID("wh_1-a") != nil)
    for text in ["", "A", "a b", "é", String(repeating: "a", count: 65)] {
      #expect(WebhookTargetID(text) == nil, "\(text)")
    }
  }
}
