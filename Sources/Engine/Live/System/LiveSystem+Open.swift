import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import StarlingTimeline

// Opening a data directory:
//
// 1. All events whose effects are in the log of changes become a timeline, and every segment is
//    answered for the instant up to which deadlines were handled.
// 2. The log of changes says who was announced to be in which segment since when. Where that is not
//    what step 1 says, a change is found: it would otherwise never be told.
//    A directory that so far was only imported into has no such instant: its history counts as
//    applied, as of now.
// 3. Events behind those are applied as if they had just been committed.

extension LiveSystem {
  /// What opening found.
  package struct Opening: Sendable {
    /// Events in the timeline.
    package var events = 0
    /// Events that were durable and had not been applied.
    package var recovered = 0
    /// Changes that the log lacked.
    package var corrected = 0
    /// Damaged chunks, which were passed over.
    package var damages: [String] = []
  }

  /// A system over the events of a store.
  ///
  /// - Parameters:
  ///   - workspace: The definitions in force.
  ///   - lists: People on each uploaded list, by its name.
  /// - Throws: `StoreError`, `PlanError`.
  package static func open(
    _ store: Store, workspace: Workspace, lists: [String: Set<String>] = [:],
    clock: EngineClock, options: LiveOptions = LiveOptions(),
    observer: LiveObserver = LiveObserver()
  ) throws -> (system: LiveSystem, opening: Opening) {
    let progress = try store.progress()
    var opening = Opening()
    let isFresh = progress.clock.milliseconds == Int64.min
    var log = try RecoveredLog(
      store, workspace.settings, through: progress.appliedSequence, isFresh: isFresh)
    opening.damages = log.damages
    opening.events = log.timeline.eventCount
    var core = LiveCore(log.timeline, try Plan(workspace), lists: lists) { sequences in
      store.knownMessageIDs(sequences)
    }
    log.timeline = TimelineBuilder(sessionGapMs: 1).finish([])
    var corrections: [MembershipChange] = []
    var found: [LiveChange] = []
    let now = clock.now
    if !isFresh || opening.events > 0 {
      let start = isFresh ? now : progress.clock
      core.begin(at: start.milliseconds)
      core.awaitFutures()
      corrections = core.reconcile(
        try store.announced(), at: start.milliseconds, isFresh ? .historical : .late,
        recordedAt: now)
      opening.corrected = corrections.count
    }
    for stored in log.rest {
      opening.recovered += stored.batch.newCount
      core.apply(
        stored.batch, firstSequence: UInt32(truncatingIfNeeded: stored.firstSequence),
        now: now.milliseconds, into: &found)
    }
    let pending = PendingChanges(
      changes: corrections + core.named(found, recordedAt: now),
      appliedSequence: store.nextSequence)
    let catalogue = try DefinitionCatalogue.read(store, workspace, lists: lists, now: now)
    let system = LiveSystem(
      store: store, options: options, clock: clock, core: core, catalogue: catalogue,
      pending: pending, observer: observer)
    return (system, opening)
  }
}

/// The events of a store as a timeline, and those that follow.
private struct RecoveredLog {
  var timeline: Timeline
  var rest: [StoredBatch] = []
  var damages: [String] = []

  init(
    _ store: Store, _ settings: WorkspaceSettings, through end: Int64, isFresh: Bool
  ) throws {
    var applied = end
    var builder = TimelineBuilder(sessionGapMs: settings.sessionGapMs, keepsSequences: true)
    var rest: [StoredBatch] = []
    var damages: [String] = []
    try store.readEvents(from: 0) { reading throws(StoreError) in
      switch reading {
      case .damaged(let damage): damages.append("\(damage)")
      case .events(let batches):
        for stored in batches {
          if isFresh && rest.isEmpty && stored.batch.isHistorical {
            applied = stored.firstSequence + Int64(stored.batch.events.count)
          }
          if stored.firstSequence >= applied {
            rest.append(stored)
          } else {
            builder.append(
              stored.batch.events,
              firstSequence: UInt32(truncatingIfNeeded: stored.firstSequence),
              known: stored.batch.known)
          }
        }
      }
    }
    let count = builder.prepare()
    let works = (0..<count).map { builder.take($0) }
    let tiles = try Workers.perCore.map(
      count, grain: 4, start: { _ in () },
      { _, range in
        range.map { index in works[index].seal { store.knownMessageIDs($0) } }
      })
    timeline = builder.finish(tiles.flatMap(\.self))
    self.rest = rest
    self.damages = damages
  }
}

extension Store {
  /// The message ids of arrival numbers; empty for those that cannot be read, so that such events
  /// go by their arrival.
  func knownMessageIDs(_ sequences: [UInt32]) -> [[UInt8]] {
    do {
      return try messageIDs(of: sequences.map(Int64.init))
    } catch {
      return sequences.map { sequence in
        guard let ids = try? messageIDs(of: [Int64(sequence)]) else { return [] }
        return ids.first ?? []
      }
    }
  }

  /// Who was announced to be in which segment since when: segment, then person.
  func announced() throws(StoreError) -> [String: [String: Stamp]] {
    var announced: [String: [String: Stamp]] = [:]
    var position: Int64 = 0
    while true {
      let page = try changes(after: position, limit: 100_000)
      for change in page.changes {
        announced[change.segment, default: [:]][change.person] =
          change.isEntry ? change.at : nil
        position = change.position
      }
      if page.changes.isEmpty { return announced }
    }
  }
}

extension DefinitionCatalogue {
  /// The catalogue of a store's versions; a workspace that is not the latest becomes one.
  fileprivate static func read(
    _ store: Store, _ workspace: Workspace, lists: [String: Set<String>], now: Stamp
  ) throws(StoreError) -> DefinitionCatalogue {
    var catalogue = DefinitionCatalogue(workspace, lists: lists)
    let text = WorkspaceText.of(workspace)
    let latest = try store.latestDefinitions()
    if let latest, latest.text == text {
      catalogue.put(workspace, lists: lists, version: Int(latest.version), at: latest.at)
      return catalogue
    }
    let made = try store.addDefinitionVersion(
      at: now, author: "workspace", text: text,
      summary: latest == nil ? "first definitions" : "definitions of the workspace file")
    catalogue.put(workspace, lists: lists, version: Int(made.version), at: now)
    return catalogue
  }
}
