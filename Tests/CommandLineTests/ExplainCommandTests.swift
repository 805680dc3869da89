import Foundation
import StarlingTestSupport
import Testing

/// `starling explain`: the tree, its JSON, and what it says to those who ask for nobody.
@Suite struct ExplainCommandTests {
  private let shop: ShopFolder

  init() throws {
    shop = try ShopFolder()
    try shop.folder.write(
      "why.yaml", "segments:\n  regret: count(add_to_cart[7d]) >= 1 and not purchase\n")
  }

  /// Explains a segment of `why.yaml`, or of another file.
  private func explain(
    _ person: String, _ segment: String = "regret", at: String = "2026-03-04", more: String = "",
    in file: String = "why.yaml"
  ) throws -> CommandRun {
    try shop.run(
      "explain events.jsonl -q -s \(file) --person \(person) --segment \(segment)"
        + " --at \(at) \(more)"
    )
  }

  @Test func `shows the tree with values, deciding events and the next flip`() throws {
    let member = try explain("ann")
    #expect(
      member.output == """
        ann is in regret at 2026-03-04T00:00:00.000Z
        leaves at 2026-03-09T10:00:00.000Z if nothing more happens

        count(add_to_cart[7d]) >= 1 and not purchase  =  true  until 2026-03-09T10:00:00.000Z
        ├─ count(add_to_cart[7d]) >= 1  =  true  until 2026-03-09T10:00:00.000Z
        │  └─ count(add_to_cart[7d])  =  1  until 2026-03-09T10:00:00.000Z
        │          2026-03-02T10:00:00.000Z  add_to_cart
        └─ not purchase  =  true
           └─ purchase  =  false

        """)
    #expect(member.errors.isEmpty)
    #expect(member.status == 0)
    let other = try explain("bob").output
    #expect(other.hasPrefix("bob is not in regret at 2026-03-04T00:00:00.000Z\nstays so if "))
    #expect(other.contains("2026-03-02T12:30:00.000Z  purchase\n"))
  }

  @Test func `announces an entry that time alone will bring`() throws {
    let run = try explain("ann", "abandoned", at: "2026-03-02T20:00:00Z", in: "segments.yaml")
    #expect(
      run.output == """
        ann is not in abandoned at 2026-03-02T20:00:00.000Z
        enters at 2026-03-03T10:00:00.000Z if nothing more happens

        add_to_cart[7d] then no purchase within 1d  =  false  until 2026-03-03T10:00:00.000Z
             no event reaches: then no purchase within 1d
             an absence will be confirmed at 2026-03-03T10:00:00.000Z

        """)
  }

  @Test func `asks about the latest event without an instant`() throws {
    let run = try shop.run("explain events.jsonl -s why.yaml --person bob --segment regret")
    #expect(run.output.hasPrefix("bob is not in regret at 2026-03-02T12:30:00.000Z\n"))
    #expect(run.errors.hasPrefix("3 events of 2 people; "))
  }

  @Test func `prints the same as JSON`() throws {
    let run = try explain("ann", more: "--format json")
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let answer = try #require(object as? [String: Any])
    #expect(answer["person"] as? String == "ann")
    #expect(answer["segment"] as? String == "regret")
    #expect(answer["at"] as? String == "2026-03-04T00:00:00.000Z")
    #expect(answer["member"] as? Bool == true)
    #expect(answer["next_flip"] as? [String: String] == ["at": "2026-03-09T10:00:00.000Z"])
    let root = try #require(answer["explanation"] as? [String: Any])
    #expect(root["text"] as? String == "count(add_to_cart[7d]) >= 1 and not purchase")
    #expect(root["value"] as? Bool == true)
    let parts = try #require(root["parts"] as? [[String: Any]])
    #expect(parts.compactMap { $0["value"] as? Bool } == [true, true])
    let count = try #require((parts.first?["parts"] as? [[String: Any]])?.first)
    #expect(count["value"] as? Int == 1)
    #expect(count["event_count"] as? Int == 1)
    #expect(
      count["events"] as? [[String: String]] == [
        ["at": "2026-03-02T10:00:00.000Z", "name": "add_to_cart"]
      ])
    #expect(run.status == 0)
  }

  @Test func `suggests the nearest person and segment`() throws {
    let person = try explain("anne")
    #expect(person.errors == "error: no person has the identifier anne; did you mean ann?\n")
    #expect(person.status == 1)
    let segment = try explain("ann", "regrets")
    #expect(segment.errors == "error: there is no segment regrets; did you mean regret?\n")
    #expect(segment.status == 1)
    #expect(person.output.isEmpty && segment.output.isEmpty)
  }

  @Test(arguments: ["yesterday", "2026-02-31", "2026-03-04T25:00:00Z", "1772454600000"])
  func `refuses what is no instant and shows one`(at: String) throws {
    let run = try explain("ann", at: at)
    #expect(run.status == 64)
    #expect(run.errors.contains("'\(at)' is no instant; write one such as 2026-03-02 or "))
    #expect(run.output.isEmpty)
  }

  @Test func `shows the errors of a workspace`() throws {
    try shop.folder.write("bad.yaml", "segments:\n  regret: count(purchase[30d]) >=\n")
    let run = try explain("ann", in: "bad.yaml")
    #expect(run.status == 1)
    #expect(run.errors.contains("bad.yaml:2:"))
    #expect(run.output.isEmpty)
  }
}
