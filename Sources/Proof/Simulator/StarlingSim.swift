import ArgumentParser
import StarlingModel
import StarlingServer

/// The command line: `starling-sim --seed 7`.
@main
struct StarlingSim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starling-sim",
    abstract: "Runs the whole system in a simulated world and compares it with the rules.",
    discussion: """
      Everything follows from the seed: what people do, what fails, and when. A failure names the \
      rule that is broken and the command that shows it again; docs/simulator.md tells how to read \
      it.
      """)

  @Option(help: "The first seed; one from the clock when it is left out.")
  var seed: UInt64?
  @Option(help: "How many seeds, one after the other.")
  var seeds = 1
  @Option(help: "About how many events people do.")
  var steps = 60
  @Flag(help: "Tell each thing that happens.")
  var verbose = false
  @Option(help: "Put a defect into the system, to see it noticed.")
  var sabotage: Sabotage?

  func validate() throws {
    if seeds < 1 || steps < 1 { throw ValidationError("--seeds and --steps must be at least 1") }
  }

  func run() async throws {
    let first = seed ?? UInt64(WallClock.now().milliseconds) % 1_000_000_000
    for number in 0..<UInt64(seeds) {
      if await !runs(first &+ number) { throw ExitCode(1) }
    }
  }

  /// Runs one seed and tells how it went.
  ///
  /// - Returns: Whether all rules hold.
  private func runs(_ seed: UInt64) async -> Bool {
    var options = SimulationOptions(seed: seed)
    options.steps = steps
    options.sabotage = sabotage
    if verbose { options.trace = { print($0) } }
    // Whoever watches a file sees each seed when it is done.
    defer { fflush(nil) }
    do {
      let tally = try await Simulation(options).run()
      print("seed \(seed): \(tally.line)")
      return true
    } catch {
      let more = sabotage.map { " --sabotage \($0.rawValue)" } ?? ""
      print("seed \(seed): \(error)")
      print("again: swift run starling-sim --seed \(seed) --steps \(steps)\(more) --verbose")
      return false
    }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Sabotage: ExpressibleByArgument {}
