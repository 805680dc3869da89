import Foundation
import StarlingTestSupport
import Testing

/// Commands that work on a data directory.
@Suite struct DataDirectoryTests {
  private let shop: ShopFolder

  init() throws { shop = try ShopFolder() }

  @Test func `an import is kept, and counts once however often it is run`() throws {
    try shop.folder.write("bad.jsonl", ShopFolder.events + "{\"type\":\"track\"}\n")
    let first = try shop.run("import bad.jsonl --data d")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.contains("3 events;"))
    #expect(first.errors.contains("1 of 4 lines could not be read"))
    let second = try shop.run("import events.jsonl --data d")
    #expect(second.errors.contains("0 events, 3 duplicates left out"))
    let doctor = try shop.run("doctor --data d")
    #expect(doctor.output.contains("data: 3 events and 0 changes can be read"), "\(doctor.output)")
  }

  @Test func `tables and standard input are imported, too`() throws {
    try shop.folder.write("orders.csv", "who,when\nann,2026-03-01\nbob,2026-03-02\n")
    let columns = "--person-column who --time-column when --event-name order"
    let table = try shop.run("import orders.csv --data d " + columns)
    #expect(table.errors.contains("2 events;"), "\(table.errors)")
    let stream = try shop.run("import - --data d", input: Data(ShopFolder.events.utf8))
    #expect(stream.errors.contains("3 events;"), "\(stream.errors)")
    let doctor = try shop.run("doctor --data d")
    #expect(doctor.output.contains("data: 5 events"))
  }

  @Test func `keys of a stopped server survive`() throws {
    #expect(try shop.run("keys list --data d").status == 1)
    _ = try shop.run("import events.jsonl --data d")
    let made = try shop.run("keys create --data d --name app --scopes read,admin")
    #expect(made.output.hasPrefix("sk_"), "\(made.errors)")
    #expect(try shop.run("keys create --data d --name old --scopes collect").status == 0)
    #expect(try shop.run("keys revoke 2 --data d").status == 0)
    let list = try shop.run("keys list --data d").output
    #expect(list.contains("read,admin") && list.contains("old"))
    #expect(!list.contains(made.output.dropLast()))
    #expect(try shop.run("keys revoke 7 --data d").status == 1)
  }

  @Test func `a backup restores everything, and is refused where something is`() throws {
    _ = try shop.run("import events.jsonl --data d")
    _ = try shop.run("keys create --data d --name app --scopes read")
    #expect(try shop.run("backup copy --data d").status == 0)
    #expect(try shop.run("restore copy --data again").status == 0)
    #expect(try shop.run("keys list --data again").output.contains("app"))
    #expect(try shop.run("doctor --data again").output.contains("data: 3 events"))
    let taken = try shop.run("restore copy --data d")
    #expect(taken.status == 3 && taken.errors.contains("not empty"), "\(taken.errors)")
    #expect(try shop.run("backup copy --data d").status == 3)
    #expect(try shop.run("backup other --data nothing").status == 3)
    #expect(try shop.run("import events.jsonl --data again").errors.contains("0 events, 3 dup"))
  }

  @Test func `a running server is backed up, and its directory is its own`() throws {
    let run = try shop.run(
      script: """
        "$0" serve --data d --port 0 --log-requests none > out.txt 2> log.txt & server=$!
        for _ in $(seq 100); do grep -q 'write key' out.txt && break; sleep 0.1; done
        "$0" backup copy --data d && echo copied
        "$0" keys list --data d; echo "keys $?"
        "$0" doctor --data d | grep server
        kill -TERM $server; wait $server; echo "ended $?"
        "$0" keys list --data d | grep -c 'first key'
        "$0" restore copy --data again && "$0" keys list --data again | grep -c 'first key'
        """)
    #expect(run.output.contains("copied\nkeys 3\n"), "\(run.output)\(run.errors)")
    #expect(run.errors.contains("uses this data directory") && run.errors.contains("--url"))
    #expect(run.output.contains("server: process "))
    #expect(run.output.hasSuffix("ended 0\n1\n1\n"), "\(run.output)\(run.errors)")
    let second = try shop.run(
      script: """
        "$0" serve --data d --port 0 --log-requests none > again.txt 2> log.txt & server=$!
        for _ in $(seq 100); do grep -q listens again.txt && break; sleep 0.1; done
        sleep 0.2; kill -TERM $server; wait $server; cat again.txt
        """)
    #expect(!second.output.contains("write key"), "\(second.output)")
  }
}
