import ArgumentParser
import StarlingModel
import StarlingServer

/// `starling keys`.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make, list and revoke API keys.",
    discussion: """
      Of a running server through its API, of a stopped one through its data directory.

        STARLING_KEY=sk_… starling keys create --url http://127.0.0.1:8080 --name app --scopes read
        starling keys list --data ./data
      """,
    subcommands: [Create.self, List.self, Revoke.self])

  /// `starling keys create`.
  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key. It is printed once and stored nowhere.")

    @Option(help: "What to call it.")
    var name: String

    @Option(help: "What it allows: collect, read, write, admin, with commas between them.")
    var scopes: String

    @OptionGroup var place: KeyOptions

    func run() throws {
      var set: KeyScopes = []
      for word in scopes.split(separator: ",") {
        guard let scope = KeyScopes(word: String(word)) else {
          throw ValidationError("\(word) is none of \(KeyScopes.allWords.joined(separator: ", "))")
        }
        set.insert(scope)
      }
      guard !set.isEmpty else { throw ValidationError("a key needs at least one scope") }
      let (keys, name, wanted) = (try place.keys(), name, set)
      let key = try AsyncRun.wait { try await keys.create(name: name, scopes: wanted) }
      var output = try OutputFile()
      try output.write(key.secret + "\n")
      try output.flush()
    }
  }

  /// `starling keys list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all keys, without the keys.")

    @OptionGroup var place: KeyOptions

    func run() throws {
      let keys = try place.keys()
      let records = try AsyncRun.wait { try await keys.list() }
      var table = TextTable([
        ("id", .right), ("key", .left), ("scopes", .left), ("created", .left),
        ("last used", .left), ("revoked", .left), ("name", .left),
      ])
      for record in records {
        table.append([
          "\(record.id)", record.prefix + "…", record.scopes.words.joined(separator: ","),
          record.created.iso, record.lastUsed?.iso ?? "never", record.revoked?.iso ?? "",
          record.name,
        ])
      }
      var output = try OutputFile()
      try output.write(table.text())
      try output.flush()
    }
  }

  /// `starling keys revoke`.
  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key invalid, at once and for ever.")

    @Argument(help: "Number of the key, as list shows it.")
    var id: Int64

    @OptionGroup var place: KeyOptions

    func run() throws {
      let (keys, id) = (try place.keys(), id)
      guard try AsyncRun.wait({ try await keys.revoke(id) }) else {
        throw CommandFailure.problem("there is no key \(id); starling keys list shows all")
      }
    }
  }
}
