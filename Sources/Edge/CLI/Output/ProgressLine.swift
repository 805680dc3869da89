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
    show(bytes: progress.bytes, of: progress.bytesTotal, events: progress.events)
  }

  /// Shows a state, unless the last one is still fresh.
  ///
  /// - Parameters:
  ///   - bytes: Bytes of input read, as they lie on disk.
  ///   - total: Size of all input, if it is known.
  func show(bytes: Int, of total: Int?, events: Int) {
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      if let last, now - last < Self.interval { return false }
      last = now
      return true
    }
    if isDue {
      Terminal.standardError.print("\r\u{1B}[K" + text(bytes, total, events, now - start))
    }
  }

  /// Removes the line.
  func clear() {
    if last.withLock({ $0 != nil }) { Terminal.standardError.print("\r\u{1B}[K") }
  }

  private func text(_ bytes: Int, _ total: Int?, _ events: Int, _ elapsed: Duration) -> String {
    let seconds = elapsed / .seconds(1)
    let rate = Int(Double(events) / max(seconds, 0.001))
    var text = "\(NumberText.grouped(events)) events, \(NumberText.grouped(rate))/s"
    if let total, bytes > 0, total > 0 {
      let done = Double(bytes) / Double(total)
      text += ", \(Int(100 * done)) %, \(Int((seconds / done * (1 - done)).rounded(.up))) s left"
    }
    return text
  }
}
