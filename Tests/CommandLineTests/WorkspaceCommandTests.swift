import Foundation
import StarlingTestSupport
import Testing

/// The commands about definitions, samples and measuring, and wrong usage.
@Suite struct WorkspaceCommandTests {
  private let shop: ShopFolder

  init() throws { shop = try ShopFolder() }

  @Test func `check finds nothing wrong`() throws {
    let run = try shop.run("check segments.yaml")
    #expect(run.status == 0)
    #expect(run.output == "segments.yaml: 2 segments, 0 metrics, 0 errors, 0 warnings\n")
  }

  @Test func `check shows all errors with carets`() throws {
    try shop.folder.write(
      "bad.yaml", "segments:\n  a: count(purchase[30d]) >=\n  b: segment.missing and segment.a\n")
    let run = try shop.run("check bad.yaml")
    #expect(run.status == 1)
    #expect(run.output.contains("bad.yaml:2:"))
    #expect(run.output.contains("bad.yaml:3:"))
    #expect(run.output.contains("^"))
    #expect(run.output.hasSuffix("2 errors, 0 warnings\n"), "\(run.output)")
  }

  @Test func `check shows what is wrong beside a doubled key and beside what is no YAML`() throws {
    try shop.folder.write(
      "bad.yaml",
      """
      segments:
        a: purchase
        b: "Order Completed"[30d]
        a: count(purchase[30d]) >=
        c: segment.b and segment.missing

      """)
    let run = try shop.run("check bad.yaml")
    #expect(run.status == 1)
    #expect(run.output.contains("bad.yaml:3:23: error: the file is not YAML here"))
    #expect(run.output.contains("bad.yaml:4:3: error: a is defined twice; it stands in line 2"))
    #expect(run.output.contains("bad.yaml:4:29: error: segment a: "))
    #expect(run.output.contains("bad.yaml:5:20: error: segment c: there is no segment missing"))
    #expect(run.output.hasSuffix("\nbad.yaml: 4 errors, 0 warnings\n"), "\(run.output)")
  }

  @Test func `check warns of names that the data does not have`() throws {
    try shop.folder.write("typo.yaml", "segments:\n  a: count(purchse[30d]) >= 1\n")
    let run = try shop.run("check typo.yaml events.jsonl")
    #expect(run.status == 0)
    #expect(run.output.contains("warning"))
    #expect(run.output.contains("purchase"))
  }

  @Test func `other commands print the errors of a workspace and end`() throws {
    try shop.folder.write("bad.yaml", "segments:\n  a: count(purchase[30d]) >=\n")
    for command in ["evaluate", "replay", "overlap", "bench"] {
      let run = try shop.run("\(command) events.jsonl -s bad.yaml")
      #expect(run.status == 1)
      #expect(run.errors.contains("bad.yaml:2:"))
      #expect(run.output.isEmpty)
    }
    let preview = try shop.run(["preview", "events.jsonl", "count(purchase"])
    #expect(preview.status == 1)
    #expect(preview.errors.contains("expression:1:"))
  }

  @Test func `fmt prints, checks and writes the canonical form`() throws {
    try shop.folder.write(
      "loose.yaml", "segments:\n    # keep\n    a:    count( purchase[30d] )>=1\n")
    let printed = try shop.run("fmt loose.yaml")
    #expect(printed.output == "segments:\n  # keep\n  a: count(purchase[30d]) >= 1\n")
    #expect(try shop.run("fmt loose.yaml --check").status == 1)
    #expect(try shop.run("fmt loose.yaml --write").status == 0)
    #expect(shop.folder.text("loose.yaml") == printed.output)
    #expect(try shop.run("fmt loose.yaml --check").status == 0)
    #expect(try shop.run("fmt -", input: Data("segments: {}".utf8)).status == 0)
  }

  @Test func `fmt keeps the mode and the link of what it writes`() throws {
    try shop.folder.write("loose.yaml", "segments:\n    a:    count( purchase[30d] )>=1\n")
    let run = try shop.run(
      script: #"chmod 640 loose.yaml; ln -s loose.yaml link.yaml; "$0" fmt link.yaml --write"#)
    #expect(run.status == 0, "\(run.errors)")
    #expect(shop.folder.text("loose.yaml") == "segments:\n  a: count(purchase[30d]) >= 1\n")
    let facts = try shop.run(script: "stat -c '%n %F %a' loose.yaml; stat -c '%n %F' link.yaml; ls")
    #expect(
      facts.output
        == "loose.yaml regular file 640\nlink.yaml symbolic link\n"
        + "events.jsonl\nlink.yaml\nloose.yaml\nsegments.yaml\n")
  }

  @Test func `says why a workspace cannot be read`() throws {
    for command in ["check loop.yaml", "fmt loop.yaml", "evaluate events.jsonl -s loop.yaml"] {
      let run = try shop.run(script: "ln -sf loop.yaml loop.yaml; \"$0\" \(command)")
      #expect(run.status == 3)
      #expect(
        run.errors == "error: loop.yaml: cannot be read: Too many levels of symbolic links\n")
    }
    // As the user root everything can be read.
    if getuid() == 0 { return }
    let run = try shop.run(script: #"chmod 000 segments.yaml; "$0" check segments.yaml"#)
    #expect(run.errors == "error: segments.yaml: cannot be read: Permission denied\n")
  }

  @Test func `sample makes the same shop again`() throws {
    let first = try shop.run(
      "sample --people 20 --days 7 --output shop.jsonl --truth truth.csv")
    #expect(first.status == 0)
    let second = try shop.run("sample --people 20 --days 7 -q")
    #expect(shop.folder.text("shop.jsonl") == second.output)
    #expect(second.errors.isEmpty)
    #expect(shop.folder.text("truth.csv")?.hasPrefix("person,habit\n") == true)
    let evaluated = try shop.run("evaluate shop.jsonl -s segments.yaml")
    #expect(evaluated.status == 0)
  }

  @Test func `bench reports its figures as JSON`() throws {
    let run = try shop.run(
      "bench events.jsonl -s segments.yaml --at 2026-03-04 --format json --members-digest -q")
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
    let report = try #require(object as? [String: Any])
    for key in [
      "events", "people", "import_seconds", "import_events_per_second", "peak_bytes",
      "resident_bytes", "at", "segments", "all_ms", "one_person_us", "one_event_us",
      "replay_events_per_second",
    ] {
      #expect(report[key] != nil, "\(key)")
    }
    let segments = try #require(report["segments"] as? [String: [String: Any]])
    #expect(segments["abandoned"]?["count"] as? Int == 1)
    #expect(segments["abandoned"]?["digest"] != nil)
  }

  @Test func `every command has help with an example`() throws {
    for command in [
      "check", "evaluate", "replay", "explain", "preview", "overlap", "timeline", "fmt", "sample",
      "bench",
    ] {
      let run = try shop.run("help \(command)")
      #expect(run.status == 0)
      #expect(run.output.contains("  starling \(command) "), "\(command)")
    }
  }

  @Test(arguments: [
    "evaluate", "evaluate events.jsonl", "frobnicate", "evaluate events.jsonl -s s --at yesterday",
    "sample --people 0", "fmt a --write --check", "preview events.jsonl",
    "evaluate events.jsonl -s segments.yaml --threads 0",
    "evaluate events.jsonl -s segments.yaml --format xml",
    "replay events.jsonl -s segments.yaml --since 2026-03-03 --until 2026-03-02",
  ])
  func `wrong usage ends with 64 and says what is right`(line: String) throws {
    let run = try shop.run(line)
    #expect(run.status == 64)
    #expect(run.errors.contains("Error: "))
    #expect(run.errors.contains("Usage: "))
  }

  @Test func `writes completions for shells`() throws {
    let run = try shop.run("--generate-completion-script bash")
    #expect(run.output.contains("starling"))
    #expect(run.status == 0)
  }
}
