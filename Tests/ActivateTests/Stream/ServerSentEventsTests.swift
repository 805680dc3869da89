import StarlingActivate
import StarlingModel
import Testing

/// The text of the stream, and where a reader begins.
@Suite struct ServerSentEventsTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `a change is one event whose id is its position`() {
    let page = ChangePage(changes: [Fixture.change(17, person: "ann\nb")], next: 17)
    #expect(
      text(ServerSentEvents.bytes(of: page)) == """
        id: 17
        event: enter
        data: {"position":17,"at":"2026-03-02T12:30:00.000Z",\
        "recordedAt":"2026-03-02T12:30:00.000Z","segment":"buyers","person":"ann\\nb",\
        "change":"enter","cause":"event"}


        """)
  }

  @Test func `a page that was read further than its last change tells the place`() {
    let page = ChangePage(changes: [Fixture.change(2)], next: 9)
    #expect(text(ServerSentEvents.bytes(of: page)).hasSuffix("}\n\nid: 9\n\n"))
  }

  @Test func `a sign of life is a comment and a place`() {
    #expect(text(ServerSentEvents.heartbeat(position: 9)) == ": heartbeat\nid: 9\n\n")
    #expect(text(ServerSentEvents.opening) == "retry: 2000\n\n")
  }

  @Test func `Last-Event-ID counts more than after, and nothing means now`() {
    func start(_ last: String?, _ after: String?) -> Int64? {
      StreamStart.position(lastEventID: last, after: after, end: 50)
    }
    #expect(start("17", "3") == 17)
    #expect(start("", "3") == 3)
    #expect(start(nil, "0") == 0)
    #expect(start(nil, nil) == 50)
    for text in ["-1", "x", "1.5", "99999999999999999999", " 1", "+1"] {
      #expect(start(text, nil) == nil, "\(text)")
      #expect(start(nil, text) == nil, "\(text)")
    }
    #expect(start(nil, "") == nil)
  }
}
