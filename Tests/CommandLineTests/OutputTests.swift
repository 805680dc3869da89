import Foundation
import StarlingTestSupport
import Testing

/// Where results go, and what happens where nothing can be written.
@Suite struct OutputTests {
  private let shop: ShopFolder
  private static let question = "evaluate events.jsonl -s segments.yaml --at 2026-03-04"

  init() throws { shop = try ShopFolder() }

  private func facts(_ name: String) throws -> stat {
    var facts = stat()
    try #require(lstat(shop.folder.path(name), &facts) == 0)
    return facts
  }

  @Test func `a result goes into the pipe, the link or the file that is there`() throws {
    try #require(mkfifo(shop.folder.path("pipe"), 0o600) == 0)
    let piped = try shop.run(
      script: #"cat pipe > read & "$0" sample --people 9 --days 7 -q -o pipe; wait $!"#)
    let plain = try shop.run("sample --people 9 --days 7 -q")
    #expect(piped.status == 0 && !plain.output.isEmpty)
    #expect(shop.folder.text("read") == plain.output)
    #expect(try facts("pipe").st_mode & S_IFMT == S_IFIFO)

    try shop.folder.write("target.csv", "old, and longer than what is written\n")
    let linked = try shop.run(
      script: """
        chmod 640 target.csv && ln -s target.csv link.csv
        "$0" sample --people 9 --days 7 -q --truth link.csv > events
        """)
    #expect(linked.status == 0, "\(linked.errors)")
    #expect(shop.folder.text("target.csv")?.hasPrefix("person,habit\n") == true)
    #expect(shop.folder.text("target.csv")?.contains("old") == false)
    #expect(try facts("link.csv").st_mode & S_IFMT == S_IFLNK)
    #expect(try facts("target.csv").st_mode & 0o777 == 0o640)
  }

  @Test func `says why a result cannot be written`() throws {
    let folder = try shop.run("sample --people 9 --days 7 -q -o none/shop.jsonl")
    #expect(folder.status == 3)
    #expect(
      folder.errors
        == "error: none/shop.jsonl: cannot be written: No such file or directory; is the folder "
        + "there?\n")
    #expect(try shop.run("sample -q -o .").errors.contains(".: cannot be written: Is a directory"))
  }

  @Test(arguments: ["check segments.yaml", question, "fmt segments.yaml"])
  func `a result that cannot be written is an error`(line: String) throws {
    let full = try shop.run(script: "\"$0\" \(line) > /dev/full")
    #expect(full.status == 3, "\(full.errors)")
    let message = "error: standard output: cannot be written: No space left on device\n"
    #expect(full.errors.hasSuffix(message), "\(full.errors)")
    let closed = try shop.run(script: "\"$0\" \(line) >&-")
    #expect(closed.status == 3, "\(closed.errors)")
    #expect(closed.errors.contains("error: standard output: cannot be written"))
  }

  @Test(arguments: ["2> /dev/full", "2>&-"])
  func `the answer comes even where nothing can be said about it`(redirection: String) throws {
    let run = try shop.run(script: "\"$0\" \(Self.question) --format csv \(redirection)")
    #expect(run.status == 0)
    #expect(run.output == "segment,count\nabandoned,1\nbuyers,1\n")
  }

  @Test func `waits for a slow reader where writes do not wait`() throws {
    // The pipe is non-blocking for all who write into it, as some programs leave it to others.
    let run = try shop.run(
      script: #"""
        perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK); exec @ARGV' \
          "$0" sample --people 300 --days 30 -q -o - | { sleep 0.3; wc -c; }
        "$0" sample --people 300 --days 30 -q | wc -c
        """#)
    let sizes = run.output.split(separator: "\n")
    #expect(sizes.count == 2 && sizes.first == sizes.last, "\(run.output)\(run.errors)")
  }

  @Test func `no file takes the place of a closed standard error`() throws {
    try shop.folder.write("bad.jsonl", "{oops\n" + ShopFolder.events)
    let run = try shop.run(script: #""$0" evaluate bad.jsonl -s segments.yaml 2>&-"#)
    #expect(run.status == 0)
    let lines = shop.folder.text("quarantine.jsonl")?.split(separator: "\n") ?? []
    #expect(lines.count == 1 && lines[0].hasPrefix("{"), "\(lines)")
  }

  @Test(arguments: ["sample --people 300 --days 30", "replay shop.jsonl -s many.yaml"])
  func `a reader who leaves ends a command quietly`(line: String) throws {
    try shop.folder.write("many.yaml", "segments:\n  a: count(*[1h]) >= 1\n")
    _ = try shop.run("sample --people 300 --days 30 -q -o shop.jsonl")
    let run = try shop.run(
      script: "\"$0\" \(line) -q | head -1 > /dev/null; echo ${PIPESTATUS[0]}")
    #expect(run.output == "0\n")
    #expect(run.errors.isEmpty, "\(run.errors)")
  }
}
