import Foundation
import StarlingLanguage
import StarlingModel
import StarlingWorkspace
import Testing

@Suite struct WorkspaceFileTests {
  static let example = """
    timezone: Europe/Berlin
    sessions: { gap: 20m, pages: [page_view, "Home Page"] }
    percentiles: { every: 24h }
    metrics:
      spend_90d: sum(purchase.amount[90d])
    segments:
      high_value: count(purchase[30d]) >= 2 and metric.spend_90d > 500
      dormant:
        title: Dormant
        description: No activity for 30 days
        when: count(*[30d]) == 0
        tags: [lifecycle, risk]
      everyone: true
      staff: list.staff
    lists:
      staff: people/staff.txt
      all: /srv/all.txt
    """

  @Test func `reads all keys`() throws {
    let file = WorkspaceFile.read(text: Self.example, path: "shop/workspace.yaml")
    #expect(file.diagnostics.isEmpty, "\(file.source.render(file.diagnostics))")
    let workspace = try #require(file.workspace)
    #expect(workspace.settings.timezone == "Europe/Berlin")
    #expect(workspace.settings.sessionGapMs == 20 * Milliseconds.minute)
    #expect(workspace.settings.sessionPages == ["page_view", "Home Page"])
    #expect(workspace.settings.percentileEveryMs == Milliseconds.day)
    #expect(workspace.metrics.map(\.name) == ["spend_90d"])
    #expect(workspace.segments.map(\.name) == ["high_value", "dormant", "everyone", "staff"])
    #expect(workspace.segments[1].title == "Dormant")
    #expect(workspace.segments[1].description == "No activity for 30 days")
    #expect(workspace.segments[1].tags == ["lifecycle", "risk"])
    #expect(workspace.segments[1].text == "count(*[30d]) == 0")
    #expect(workspace.segments[2].expression == Expression(.boolean(true)))
    #expect(workspace.lists == ["staff": "shop/people/staff.txt", "all": "/srv/all.txt"])
  }

  @Test func `an empty file is an empty workspace with the defaults`() throws {
    for text in ["", "# nothing\n", "---\n", "{}", "segments:\n"] {
      let file = WorkspaceFile.read(text: text, path: "workspace.yaml")
      let workspace = try #require(file.workspace, "\(text): \(file.diagnostics)")
      #expect(workspace.settings == WorkspaceSettings())
      #expect(workspace.segments.isEmpty)
    }
  }

  @Test func `JSON reads as the same workspace`() throws {
    let json = #"""
      {"timezone": "Asia/Tokyo",
      	"percentiles": {"every": "24h"},
       "segments": {"a": "trait.x == \"\ud83d\ude00\/\" and b[7d]", "b": {"when": "*"}}}
      """#
    let file = WorkspaceFile.read(text: json, path: "workspace.json")
    let workspace = try #require(file.workspace, "\(file.source.render(file.diagnostics))")
    #expect(workspace.settings.timezone == "Asia/Tokyo")
    #expect(workspace.segments[0].expression.text == "trait.x == \"😀/\" and b[7d]")
  }

  @Test func `places behind a surrogate pair are exact`() {
    let json = #"{"segments": {"a": "trait.x == \"\ud83d\ude00\" and b[7q]"}}"#
    let file = WorkspaceFile.read(text: json, path: "workspace.json")
    let places = file.diagnostics.map { file.source.slice($0.range) }
    #expect(places == ["7q"])
  }

  @Test func `a directory stands for the workspace file in it`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "starling-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "workspace.yaml")
    try Self.example.write(to: path, atomically: true, encoding: .utf8)
    #expect(try WorkspaceFile.read(at: folder.path).workspace?.segments.count == 4)
    #expect(try WorkspaceFile.read(at: path.path).workspace?.segments.count == 4)
    #expect(throws: (any Error).self) { try WorkspaceFile.read(at: path.path + "x") }
  }

  @Test func `warns of names that the data does not have`() throws {
    let known = KnownNames(
      events: [
        "purchase": [PropertyPath(["amount"]), PropertyPath(["order", "currency"])],
        "Order Completed": [],
      ],
      traits: [PropertyPath(["plan"])])
    let text = """
      segments:
        a: purchse[7d] and trait.plam == "vip"
        b:
          when: |
            "Order Complete"{x} and
            sum(purchase.amuont{exists order, order.curency == "EUR"}) > 1
        c: any amount (purchase) and exists trait.plan and session{pages > 1}
        d: any colour (purchase)
      """
    let file = WorkspaceFile.read(text: text, path: "shop.yaml")
    #expect(file.diagnostics.isEmpty)
    let warnings = file.check(known)
    #expect(
      warnings.map { warning in
        let (line, column) = file.source.position(of: warning.range.start)
        return "(\(line), \(column)) \(warning.suggestion ?? "-")"
      } == [
        "(2, 6) purchase", "(2, 22) trait.plan", "(5, 7) \"Order Completed\"", "(6, 11) amount",
        "(6, 41) order.currency", "(8, 6) -",
      ])
    #expect(warnings.allSatisfy { $0.severity == .warning })
    #expect(warnings.first?.subject == "segment a")
  }

  @Test func `a preview sees the definitions of the workspace`() throws {
    let file = WorkspaceFile.read(text: Self.example, path: "workspace.yaml")
    let workspace = try #require(file.workspace)
    let good = workspace.check("segment.dormant and metric.spend_90d > 1")
    #expect(good.expression != nil && good.diagnostics.isEmpty)
    #expect(workspace.check("segment.dormnt").diagnostics.first?.suggestion == "segment.dormant")
    #expect(workspace.check("segment.dormnt").expression == nil)
    #expect(workspace.check("count(*)").diagnostics.first?.code == .needsBoolean)
    #expect(workspace.check("count(*)", as: .number).expression != nil)
    #expect(workspace.check("count(*)", as: .either).expression != nil)
    #expect(workspace.check("since(*)", as: .either).expression == nil)
  }

  @Test func `a file that is too large is refused`() {
    let text = String(repeating: "#", count: WorkspaceFile.maximumBytes + 1)
    #expect(WorkspaceFile.read(text: text, path: "a").diagnostics.map(\.code) == [.tooLong])
  }

  @Test func `a workspace of five thousand definitions in one line of JSON is read in time`() throws
  {
    let definitions = (0..<5000).map { index in
      "\"s\(index)\": \"count(purchase[30d]) >= \(index)"
        + (index % 400 == 0 ? "\"" : " and segment.s\(index - 1)\"")
    }
    let text = "{\"segments\": {" + definitions.joined(separator: ", ") + "}}"
    let clock = ContinuousClock()
    let time = clock.measure {
      let file = WorkspaceFile.read(text: text, path: "workspace.json")
      #expect(file.workspace?.segments.count == 5000, "\(file.diagnostics.prefix(3))")
    }
    #expect(time < .seconds(20))
  }

  @Test(arguments: ["\" ", "'' ", "a ", "x:", "#", "\t", "\\", "a\n"])
  func `a long scalar is read in time`(part: String) {
    let filling = String(repeating: part, count: 150_000 / part.utf8.count)
    let clock = ContinuousClock()
    let time = clock.measure {
      for (open, close) in [("'", "'"), ("\"", "\""), ("", ""), ("|\n    ", "")] {
        let text = "segments:\n  a: \(open)purchase \(filling) q\(close)\n  b: cart[7q]\n"
        let file = WorkspaceFile.read(text: text, path: "big.yaml")
        #expect(file.workspace == nil)
        #expect(file.source.render(file.diagnostics).utf8.count < 100_000)
      }
    }
    #expect(time < .seconds(60))
  }

  @Test func `thousands of unknown references are answered in time`() {
    let lines = (0..<3000).map { "  segment_\($0): segment.unknown_\($0)" }
    let text = "segments:\n" + lines.joined(separator: "\n")
    let clock = ContinuousClock()
    let time = clock.measure {
      let file = WorkspaceFile.read(text: text, path: "big.yaml")
      #expect(file.diagnostics.count == 3000)
    }
    #expect(time < .seconds(30))
  }
}
