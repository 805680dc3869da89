import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingTestSupport

// Knows what was sent and what was acknowledged, asks what anybody may ask, and compares with the
// rules. It does not know how the system works.
//
// Of a batch that reached the server and was not acknowledged it does not know whether it was kept:
// both are right. So it looks for the one event that only this batch has (`SentBatch.beacon`); the
// rest must follow.

/// Compares a system with the rules, again and again.
final class Auditor {
  /// What was announced so far.
  var ledger = ChangeLedger()
  /// Answers that were compared.
  var checks = 0
  /// Ids of deliveries that were given up: those behind them go on, so if they are tried again, by
  /// hand or because a crash took the end of their last attempt, they come out of order.
  var givenUp: Set<String> = []
  let batches: [SentBatch]
  /// Batches that reached a server.
  private(set) var offered: Set<Int> = []
  /// Batches that were acknowledged.
  private(set) var kept: Set<Int> = []
  /// Batches that are there.
  var present: Set<Int> = []
  /// Whether batches may be there that were not acknowledged.
  var isUnsure = false
  /// The instant of the last complete audit of the present run, if nothing else changed since.
  var lastInstant: Stamp?
  /// Whether the log must be read from its beginning: after a start.
  var mustReread = true
  private(set) var workspace: Workspace
  private let lists: [String: Set<String>]
  private let sabotage: Sabotage?
  private var knownTruth: Truth?

  /// An auditor of a system that has not begun yet.
  init(
    workspace: Workspace, lists: [String: Set<String>], batches: [SentBatch], sabotage: Sabotage?
  ) {
    self.workspace = workspace
    self.lists = lists
    self.batches = batches
    self.sabotage = sabotage
  }

  // MARK: What it is told

  /// A batch has reached the server.
  func reached(_ batch: Int) { offered.insert(batch) }

  /// The server has said that it kept a batch.
  func acknowledged(_ batch: Int) {
    kept.insert(batch)
    if present.insert(batch).inserted { forget() }
  }

  /// The server has said that it did not keep a batch, this time.
  func refused(_ batch: Int) { isUnsure = true }

  /// The server could not do what is to be done.
  func couldNotSettle() { isUnsure = true }

  /// The server is no more.
  func stopped() {
    isUnsure = true
    mustReread = true
    lastInstant = nil
  }

  /// A server has started, or has other definitions now.
  func started(workspace: Workspace) {
    self.workspace = workspace
    stopped()
    forget()
  }

  // MARK: The rules

  /// The truth about all events that are there.
  var truth: Truth {
    if let knownTruth { return knownTruth }
    let made = Truth(workspace, presentEvents, lists: lists)
    knownTruth = made
    return made
  }

  /// The events that are there, each as often as it was kept.
  var presentEvents: [Event] { present.sorted().flatMap { batches[$0].events } }

  /// Takes note that the events are others than before.
  func forget() {
    knownTruth = nil
    lastInstant = nil
  }

  /// An instant at which an answer may change, or one beside it.
  func interestingInstant(after now: Stamp, using random: inout SeededGenerator) -> Stamp? {
    let ahead = Array(truth.instants(after: now, limit: 20))
    if ahead.isEmpty { return nil }
    return max(
      now.advanced(byMs: 1),
      random.pick(ahead).advanced(byMs: Int64(random.number(-1...1))))
  }

  // MARK: Looking

  /// Compares everything that can be asked at an instant with the rules.
  ///
  /// - Parameter isThorough: Whether every event is looked at.
  /// - Throws: `BrokenRule`.
  func audit(
    _ system: LiveSystem, now: Stamp, isThorough: Bool, using random: inout SeededGenerator
  ) async throws {
    let witness = Witness(system, sabotage: sabotage)
    do {
      if isThorough || isUnsure { try await auditEvents(witness, now: now) }
      if isThorough { try await auditQuarantine(witness) }
      let news = try await auditLog(witness, now: now)
      try auditInstants(news, now: now)
      try await auditMembers(witness, now: now, isSlow: random.chance(4))
      if random.chance(5), !workspace.hasPercentiles {
        let spanMs = now.milliseconds - (batches.first?.departure.milliseconds ?? 0)
        let at = now.advanced(byMs: -Int64(random.number(0...Int(max(1, spanMs)))))
        try await auditPast(witness, at: at)
      }
      if random.chance(8), !workspace.hasPercentiles {
        try await auditPeople(witness, now: now)
      }
    } catch let problem as QueryProblem {
      throw BrokenRule(.answerMissing, "at \(now.iso): \(problem)")
    }
    lastInstant = now
  }
}
