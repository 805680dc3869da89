import ArgumentParser
import StarlingModel
import StarlingSample

/// `starling sample`.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the events of a shop that does not exist.",
    discussion: """
      The same arguments give the same bytes on every machine. The truth file names the habit of \
      each person.

        starling sample --people 2000 --days 60 --output shop.jsonl --truth truth.csv
        starling sample --people 100 --days 7 | head -3
      """)

  @Option(help: ArgumentHelp("Number of people.", valueName: "n"))
  var people = 2_000

  @Option(help: ArgumentHelp("Length of the time they are watched.", valueName: "days"))
  var days = 60

  @Option(help: ArgumentHelp("Another number makes another shop.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Nothing happens from here on, \(Instant.form).", valueName: "instant"),
    transform: Instant.read)
  var end: Stamp = SampleShop.defaultEnd

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File for the events.", valueName: "file"),
    completion: .file())
  var output = "-"

  @Option(help: ArgumentHelp("File for everybody's habit.", valueName: "file"), completion: .file())
  var truth: String?

  @Flag(name: .shortAndLong, help: "Print nothing but the result and errors.")
  var quiet = false

  func validate() throws {
    if !(1...SampleShop.mostPeople).contains(people) {
      throw ValidationError("--people \(people): give a number from 1 to \(SampleShop.mostPeople)")
    }
    if !(1...3_650).contains(days) {
      throw ValidationError("--days \(days): give a number from 1 to 3650")
    }
    if end.milliseconds < Int64(days + 1) * Milliseconds.day {
      throw ValidationError("--end \(end.iso): the sample would begin before 1970-01-02")
    }
    if truth == "-" && output == "-" {
      throw ValidationError("events and truth cannot both go to standard output")
    }
  }

  func run() throws {
    let shop = SampleShop(people: people, days: days, seed: seed, end: end)
    var events = try OutputFile(output)
    var habits = try truth.map { try OutputFile($0) }
    let terminal = Terminal.standardError
    let isWatched = terminal.isWatched && !quiet && output != "-"
    let summary = try shop.generate(
      events: { try events.write($0) }, truth: { try habits?.write($0) },
      afterDay: { done, days, lines in
        if isWatched {
          terminal.print("\r\u{1B}[Kday \(done) of \(days), \(NumberText.grouped(lines)) events")
        }
      })
    if isWatched { terminal.print("\r\u{1B}[K") }
    try events.flush()
    try habits?.flush()
    if !quiet { terminal.print(text(summary) + "\n") }
  }

  private func text(_ summary: SampleSummary) -> String {
    let people = summary.people.values.reduce(0, +)
    var text = "\(NumberText.grouped(summary.lines)) lines, \(NumberText.bytes(summary.bytes)); "
    text += "\(NumberText.grouped(people)) people: "
    let habits = summary.people.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
    return text + habits.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
  }
}
