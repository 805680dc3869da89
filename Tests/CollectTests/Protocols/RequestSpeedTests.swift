import Foundation
import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

/// Measures parsing; runs only when asked, because absolute times are noise on a busy machine:
/// `STARLING_MEASURE=1 swift test --filter RequestSpeed`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["STARLING_MEASURE"] != nil))
struct RequestSpeedTests {
  private func item(_ number: Int, id: Bool = true) -> String {
    let uuid = "7d4b9a52-0000-4000-8000-\(100_000_000_000 + number)"
    return #"{"type":"track","event":"product_view","userId":"u\#(number % 50)","#
      + #""timestamp":"2026-03-02T11:59:\#(10 + number % 50).250Z","properties":{"product_id":"#
      + #""p\#(number % 40)","category":"shoes","price":\#(number).5,"seconds":12},"context":"#
      + #"{"device":{"type":"mobile"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)"}"#
      + (id ? #","messageId":"\#(uuid)"}"# : "}")
  }

  private func microseconds(
    _ endpoint: CollectEndpoint, _ body: [UInt8], rounds: Int
  ) -> Double {
    var parser = RequestParser()
    let request = CollectRequest(
      endpoint: endpoint, authorization: "Basic a2V5Og==", receivedAt: receivedAt)
    var best = Double.infinity
    for _ in 0..<5 {
      // Time of the processor, since other programs want it too.
      let start = clock()
      for _ in 0..<rounds { _ = parser.parse(request, body: body.span) }
      let time = Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1e6
      best = min(best, time / Double(rounds))
    }
    return best
  }

  @Test func `a request of 100 events and one of a single event`() {
    let items = (0..<100).map { item($0) }.joined(separator: ",")
    let batch = Array(#"{"batch":[\#(items)],"sentAt":"2026-03-02T12:00:00Z"}"#.utf8)
    let bare = Array(
      #"{"batch":[\#((0..<100).map { item($0, id: false) }.joined(separator: ","))]}"#.utf8)
    let packed = gzip(batch)
    let single = Array(item(1).utf8)
    print(
      "100 events of \(batch.count / 100) bytes:", microseconds(segmentBatch, batch, rounds: 500),
      "µs")
    print("the same in gzip:", microseconds(segmentBatch, packed, rounds: 300), "µs")
    print("the same without message ids:", microseconds(segmentBatch, bare, rounds: 300), "µs")
    print("one event:", microseconds(.segmentCall(.track), single, rounds: 5_000), "µs")
  }
}
