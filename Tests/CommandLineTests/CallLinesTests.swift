import StarlingModel
import StarlingTestSupport
import Testing

@testable import starling

/// Events as calls, for servers that take nothing else.
@Suite struct CallLinesTests {
  @Test func `an event becomes the call that gives it`() {
    let event = Event(
      kind: .track, name: "buy", person: "ann", joined: "device", stamp: "2026-03-02",
      messageID: "m1",
      properties: [
        PropertyPath(["amount"]): .number(2.5), PropertyPath(["item", "sku"]): .string("a\"b"),
        PropertyPath(["context", "page", "url"]): .string("/"),
      ])
    let expected = """
      {"type":"track","userId":"ann","anonymousId":"device","event":"buy",\
      "timestamp":"2026-03-02T00:00:00.000Z","messageId":"m1",\
      "properties":{"amount":2.5,"item":{"sku":"a\\"b"}},"context":{"page":{"url":"/"}}}
      """
    #expect(String(decoding: CallLines.call(event), as: UTF8.self) == expected)
  }
}
