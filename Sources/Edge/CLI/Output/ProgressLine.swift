import StarlingEngine
import Synchronization

/// One line on the terminal that says how far an import is, how fast, and how long it will take.
final class ProgressLine: Sendable {
  /// Pause between two states of the line.
  private static let interval = Duration.milliseconds(200)

  private let start = ContinuousClock.now
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  /// Shows a state, unless the last one is still fresh.
  func show(_ progress: ImportProgress) {
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      if let last, now - last < Self.interval { return false }
      last = now
      return true
    }
    if isDue { Terminal.standardError.print("\r\u{1B}[K" + text(progress, now - start)) }
  }

  /// Removes the line.
  func clear() {
    if last.withLock({ $0 != nil }) { Terminal.standardError.print("\r\u{1B}[K") }
  }

  private func text(_ progress: ImportProgress, _ elapsed: Duration) -> String {
    let seconds = elapsed / .seconds(1)
    let rate = Int(Double(progress.events) / max(seconds, 0.001))
    var text = "\(NumberText.grouped(progress.events)) events, \(NumberText.grouped(rate))/s"
    if let total = progress.bytesTotal, progress.bytes > 0, total > 0 {
      let done = Double(progress.bytes) / Double(total)
      text += ", \(Int(100 * done)) %, \(Int((seconds / done * (1 - done)).rounded(.up))) s left"
    }
    return text
  }
}
