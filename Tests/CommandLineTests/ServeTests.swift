import Foundation
import StarlingTestSupport
import Testing

/// The whole server, as a process.
@Suite struct ServeTests {
  private let shop: ShopFolder

  init() throws { shop = try ShopFolder() }

  /// What every script begins with: `start` runs a server with its options and finds its address
  /// and keys, `ask` sends a request with the admin key.
  private static let functions = """
    start() {
      "$starling" serve --data d --port 0 --log-requests none "$@" > out.txt 2>> log.txt & server=$!
      for _ in $(seq 200); do grep -q listens out.txt && break; sleep 0.05; done
      URL=$(grep -o 'http://[0-9.:]*' out.txt | head -1)
      for _ in $(seq 100); do grep -q wk_ keys.txt out.txt && break; sleep 0.05; done
      grep -q wk_ out.txt && cp out.txt keys.txt
      SK=$(grep -o 'sk_[0-9A-Za-z]*' keys.txt | head -1)
      WK=$(grep -o 'wk_[0-9A-Za-z]*' keys.txt | head -1)
    }
    ask() { path=$1; shift; curl -sS -H "Authorization: Bearer $SK" "$@" "$URL$path"; }
    touch keys.txt; starling=$0; trap 'kill -9 $server 2>/dev/null' EXIT

    """

  private func run(_ script: String) throws -> CommandRun? {
    if try shop.run(script: "command -v curl").status != 0 {
      print("SKIPPED: there is no curl; apt-get install curl")
      return nil
    }
    return try shop.run(script: Self.functions + script)
  }

  @Test func `people enter and leave, and a crash loses and doubles nothing`() throws {
    let script = """
      start --workspace segments.yaml --clock controlled
      ask /api/clock?now=2026-03-02T12:00:00Z -X PUT
      curl -sS -u "$WK:" "$URL/v1/track" -d '{"userId":"ann","event":"add_to_cart","messageId":"1",
        "timestamp":"2026-03-02T12:00:00Z"}'
      ask /api/clock?now=2026-03-03T12:00:00Z -X PUT
      ask /api/people/ann/segments
      kill -9 $server; wait $server 2>/dev/null
      start --workspace segments.yaml --clock controlled
      curl -sS -u "$WK:" "$URL/v1/track" -d '{"userId":"ann","event":"add_to_cart","messageId":"1",
        "timestamp":"2026-03-02T12:00:00Z"}'
      ask /api/clock?now=2026-03-09T12:00:00Z -X PUT
      ask '/api/changes?after=0'
      ask /metrics | grep -E '^starling_(changes_total.cause="time"|events_duplicate_total|log_events)'
      kill -TERM $server; wait $server; echo "ended $?"
      """
    guard let run = try run(script) else { return }
    let output = run.output
    #expect(output.contains(#""segment":"abandoned""#), "\(output)\(run.errors)")
    #expect(
      output.contains(
        #""position":1,"at":"2026-03-03T12:00:00.000Z""#), "\(output)\(run.errors)")
    #expect(
      output.contains(#""position":2,"at":"2026-03-09T12:00:00.000Z""#), "\(output)\(run.errors)")
    #expect(output.contains("\"last\":2"))
    #expect(output.contains("starling_events_duplicate_total 1\n"))
    #expect(output.contains("starling_log_events 1\n"))
    #expect(output.hasSuffix("ended 0\n"), "\(output)\(run.errors)")
  }

  @Test func `history is imported into a stopped and into a running server`() throws {
    try shop.folder.write("orders.csv", "who,when\ncid,2026-03-01\ndee,2026-03-02\n")
    let script = """
      "$starling" import events.jsonl --data d
      start --workspace segments.yaml --clock controlled
      STARLING_WRITE_KEY=$WK "$starling" import events.jsonl --url "$URL"
      STARLING_WRITE_KEY=$WK "$starling" import orders.csv --url "$URL" \\
        --person-column who --time-column when --event-name purchase
      ask /api/clock?now=2026-03-03T12:00:00Z -X PUT
      ask /api/segments/buyers/members
      ask /metrics | grep log_events
      kill -TERM $server; wait $server
      """
    guard let run = try run(script) else { return }
    for person in ["bob", "cid", "dee"] {
      #expect(run.output.contains("\"person\":\"\(person)\""), "\(run.output)\(run.errors)")
    }
    #expect(!run.output.contains("\"person\":\"ann\""))
    #expect(run.output.contains("starling_log_events 5\n"))
  }

  @Test func `a disk that is nearly full refuses events until there is space`() throws {
    let inside = """
      mount -t tmpfs -o size=64m tmpfs d || { echo SKIPPED; exit 0; }
      start --disk-reserve 32MiB
      send() {
        curl -sS -o answer.txt -D head.txt -w '%{http_code}\\n' -u "$WK:" "$URL/v1/track" \\
          -d "{\\"userId\\":\\"ann\\",\\"event\\":\\"buy\\",\\"messageId\\":\\"$1\\"}"
      }
      send 1
      head -c 40m /dev/zero > d/filler; sleep 1.5
      send 2; grep -io '^retry-after: [0-9]*' head.txt
      curl -sS -o ready.txt -w 'ready %{http_code}\\n' "$URL/readyz"
      ask /metrics | grep '^starling_takes_events'
      rm d/filler; sleep 1.5
      send 2; ask /metrics | grep -E '^starling_(takes_events|log_events)'
      kill -TERM $server; wait $server; echo "ended $?"
      """
    let script = """
      mkdir -p d
      unshare -m true 2> unshare.txt || { echo SKIPPED; exit 0; }
      cat > inside.sh <<'END'
      \(Self.functions)\(inside)
      END
      unshare -m bash -c "$(cat inside.sh)" "$starling"
      """
    guard let run = try run(script) else { return }
    if run.output.contains("SKIPPED") {
      print("SKIPPED: no file system can be mounted here")
      return
    }
    let lines = run.output.split(separator: "\n").map { $0.lowercased() }
    #expect(
      lines == [
        "200", "503", "retry-after: 10", "ready 503", "starling_takes_events 0", "200",
        "starling_log_events 2", "starling_takes_events 1", "ended 0",
      ], "\(run.output)\(run.errors)")
  }

  @Test func `definitions that were put are in force after a restart`() throws {
    let script = """
      start
      ask /api/definitions/segment/carts -X PUT -d '{"expression":"count(add_to_cart[7d]) >= 1"}'
      kill -TERM $server; wait $server
      start
      ask /api/definitions
      kill -TERM $server; wait $server
      """
    guard let run = try run(script) else { return }
    #expect(
      run.output.split(separator: "\n").last?.contains("\"name\":\"carts\"") == true,
      "\(run.output)\(run.errors)")
  }

  @Test func `the examples of the page on collecting are taken`() throws {
    let page = try String(contentsOfFile: Self.page, encoding: .utf8)
    let examples = page.split(separator: "\n\n").flatMap { block -> [String] in
      guard block.hasPrefix("    curl ") else { return [] }
      return block.split(separator: "\n    curl ").map { part in
        part.hasPrefix("    curl ") ? String(part.dropFirst(9)) : String(part)
      }
    }
    #expect(examples.count >= 6)
    let kinds = ["segment", "ga4", "posthog", "pixel"]
    let keys = kinds.map { kind in
      """
      made=$(ask /api/sources -d '{"name":"\(kind)","kind":"\(kind)"}')
      \(kind)=$(grep -o 'wk_[0-9A-Za-z]\\{43\\}' <<< "$made")
      """
    }
    let calls = examples.compactMap { example -> String? in
      // A webhook's key comes with a mapping of its own; WebhookTests has these.
      if example.contains("/v1/webhook") { return nil }
      let marks = [("mp/collect", "ga4"), ("/v1/pixel", "pixel"), ("api_key", "posthog")]
      let kind = marks.first { example.contains($0.0) }?.1 ?? "segment"
      let text = example.replacing("'localhost:8080", with: "\"$URL\"'")
        .replacing("localhost:8080", with: "\"$URL\"")
        .replacing("\"k\"", with: "\"'$\(kind)'\"").replacing("=k&", with: "='$\(kind)'&")
        .replacing("=k'", with: "='$\(kind)''").replacing("-u k:", with: "-u $\(kind):")
      return "curl -sS -o answer.txt -w '%{http_code}\\n' \(text)"
    }
    let script = "start\n" + (keys + calls).joined(separator: "\n") + "\nkill -TERM $server; wait"
    guard let run = try run(script) else { return }
    let statuses = run.output.split(separator: "\n")
    #expect(statuses.count == calls.count, "\(script)\n\(run.output)\(run.errors)")
    #expect(statuses.allSatisfy { $0 == "200" || $0 == "204" }, "\(run.output)\(run.errors)")
  }

  @Test(arguments: ["reference/http-api.md", "guides/webhooks.md", "start.md"])
  func `the examples of the pages on asking are answered`(page: String) throws {
    let examples = try Self.examples(page)
    #expect(examples.count >= 1)
    let calls = examples.map { example in
      let text = example.replacing("http://127.0.0.1:8080", with: "\"$URL\"")
        .replacing("wk_…", with: "$WK").replacing("> members.csv", with: "")
        .replacing("wait=30s", with: "wait=1s")
      // A stream has no end of its own.
      return "curl -sS -m 2 -o answer.txt -w '%{http_code} ' \(text); echo '\(page)'"
    }
    // Everything that the examples speak of: two people, a segment, entries of the quarantine.
    let script = """
      printf 'segments:\n  high_value: purchase[1d]\n  dormant: count(*[1d]) == 0\n' > s.yaml
      start --workspace s.yaml --clock controlled
      AUTH="Authorization: Bearer $SK"; STARLING_KEY=$SK
      ask /api/clock?now=2026-03-02T12:00:00Z -X PUT > answer.txt
      for id in ann bob; do
        curl -sS -u "$WK:" "$URL/v1/track" -d '{"userId":"'$id'","event":"purchase"}' > answer.txt
      done
      for _ in 1 2 3 4 5 6 7 8; do
        curl -sS -u "$WK:" "$URL/v1/track" -d '{"userId":"ann"}' > answer.txt
      done
      ask /api/keys -d '{"name":"another","scopes":["read"]}' > answer.txt
      echo '{"userId":"ann","event":"mended"}' > mended.json
      \(calls.joined(separator: "\n"))
      kill -TERM $server; wait $server
      """
    guard let run = try run(script) else { return }
    let statuses = run.output.split(separator: "\n")
    #expect(statuses.count == calls.count, "\(script)\n\(run.output)\(run.errors)")
    for (status, call) in zip(statuses, calls) {
      #expect(status.hasPrefix("20"), "\(status): \(call)\n\(run.errors)")
    }
  }

  /// The indented curl lines of a page, without `curl`, those that go on below put together.
  private static func examples(_ page: String) throws -> [String] {
    let text = try String(contentsOfFile: docs.appending(path: page).path, encoding: .utf8)
    return text.replacing("\\\n", with: " ").split(separator: "\n")
      .filter { $0.hasPrefix("    curl ") }.map { String($0.dropFirst(9)) }
  }

  private static let docs = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")
  private static let page = docs.appending(path: "reference/collect.md").path
}
