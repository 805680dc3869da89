import Foundation
import StarlingEngine
import StarlingModel
import StarlingTimeline

extension ImportedTimeline {
  /// The latest event's time, which commands ask about when no instant is given.
  ///
  /// A date that is wrong by years would move it without a sign, so a note is printed when it lies
  /// more than a day ahead of the machine's clock.
  ///
  /// - Parameters:
  ///   - option: The option that names an instant.
  ///   - quiet: Whether to print no note.
  /// - Throws: `CommandFailure` when there are no events at all.
  func latest(insteadOf option: String = "--at", quiet: Bool) throws -> Stamp {
    guard let latest = timeline.latest else {
      throw CommandFailure.problem(
        "no event was read; give \(option) to ask about an instant anyway")
    }
    let now = Int64(Date().timeIntervalSince1970 * 1_000)
    let ahead = latest.milliseconds - now
    if ahead > Milliseconds.day && !quiet {
      let days = NumberText.grouped(Int(ahead / Milliseconds.day))
      Terminal.standardError.printNote(
        "the latest event is at \(latest.iso) (in \(summary.latestFile)), \(days) "
          + "\(days == "1" ? "day" : "days") ahead of this machine's clock; the answer is for "
          + "that instant. If its date is wrong, name an instant with \(option)")
    }
    return latest
  }
}
