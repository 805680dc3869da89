import ArgumentParser
import StarlingCollect
import StarlingEngine
import StarlingSegment
import StarlingServer
import StarlingStore

/// The command line: `starling COMMAND …`.
@main
struct Starling: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starling",
    abstract: "Exact audience segments from a history of events.",
    discussion: """
      A workspace file defines segments in a small language; event files say what people did.

        starling sample --people 2000 --days 60 --output shop.jsonl
        starling evaluate shop.jsonl --segments Examples/shop.yaml

      Exit codes: 0 done, 1 problems were found, 3 something could not be read or written, 64 the \
      command was not understood. Completions for your shell: \
      starling --generate-completion-script bash
      """,
    version: Self.version,
    subcommands: [
      Check.self, Evaluate.self, Replay.self, Explain.self, Preview.self, Overlap.self,
      TimelineCommand.self, Format.self, Sample.self, Bench.self, Serve.self, Import.self,
      Keys.self, Doctor.self, Backup.self, Restore.self, BenchLive.self, BenchOpening.self,
      BenchDefinitions.self,
    ])

  /// The version of this program.
  static let version = "0.1.0"

  /// Runs the command that the arguments name and ends with its exit code.
  static func main() {
    ByteSink.prepareStandardDescriptors()
    AllocatorSettings.apply()
    do {
      var command = try parseAsRoot(Preview.separated(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch let failure as CommandFailure {
      if !failure.message.isEmpty { Terminal.standardError.printError(failure.message) }
      exit(withError: failure.code)
    } catch let error as CollectError {
      let isDamaged = error.code == .damagedStream
      Terminal.standardError.printError(
        error.description + (isDamaged ? "; nothing was answered from what came before" : ""))
      exit(withError: CommandFailure.unreadable)
    } catch let error as ImportError {
      Terminal.standardError.printError(error.description)
      exit(withError: CommandFailure.problems)
    } catch let error as StoreError {
      Terminal.standardError.printError(error.description)
      exit(withError: CommandFailure.unreadable)
    } catch let problem as ClientProblem {
      Terminal.standardError.printError(problem.description)
      exit(withError: CommandFailure.unreadable)
    } catch let problem as Problem {
      Terminal.standardError.printError(problem.detail)
      exit(withError: CommandFailure.problems)
    } catch let error as PlanError {
      Terminal.standardError.printError(error.description)
      exit(withError: CommandFailure.problems)
    } catch {
      exit(withError: error)
    }
  }
}
