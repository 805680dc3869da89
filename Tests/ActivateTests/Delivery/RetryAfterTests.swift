import StarlingActivate
import StarlingModel
import StarlingTestSupport
import Testing

/// Reading the Retry-After header.
@Suite struct RetryAfterTests {
  private let now = Stamp("2026-10-21T07:00:00Z")

  private func read(_ text: String) -> Stamp? {
    RetryAfter.instant(text, now: now, maxMs: Milliseconds.day)
  }

  @Test func `reads seconds`() {
    #expect(read("120") == now.later(120_000))
    #expect(read("0") == now)
    #expect(read(" 5 ") == now.later(5_000))
  }

  @Test(arguments: [
    "Wed, 21 Oct 2026 07:28:00 GMT", "Wednesday, 21-Oct-26 07:28:00 GMT",
    "Wed Oct 21 07:28:00 2026", "wed, 21 oct 2026 07:28:00 gmt",
  ]) func `reads a date in each form of HTTP`(text: String) {
    #expect(read(text) == Stamp("2026-10-21T07:28:00Z"))
  }

  @Test func `a date in the past is now`() {
    #expect(read("Wed, 21 Oct 2015 07:28:00 GMT") == now)
  }

  @Test func `a longer wait than allowed counts as the longest`() {
    #expect(read("86401") == now.later(Milliseconds.day))
    #expect(read("99999999999999999999999999") == now.later(Milliseconds.day))
    #expect(read("Fri, 31 Dec 2999 23:59:59 GMT") == now.later(Milliseconds.day))
  }

  @Test(arguments: [
    "", "soon", "-1", "1.5", "12 s", "Wed, 32 Oct 2026 07:28:00 GMT",
    "Wed, 21 Oct 2026 25:28:00 GMT", "Wed, 21 Foo 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28 GMT",
    "a b c d e f", "Wednesday, 21-Oct-2026 07:28:00 GMT", "١٢",
  ]) func `passes over what is neither`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `a damaged header never traps`() {
    var random = SeededGenerator(seed: 3)
    let bytes = Array("0123456789 ,:-GMTWedOct\u{E9}".unicodeScalars)
    for _ in 0..<20_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<random.number(0...32) { text.append(random.pick(bytes)) }
      _ = read(String(text))
    }
  }
}
