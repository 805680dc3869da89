import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import StarlingTimeline

/// Brings a core to where the log of a store ends; the steps are at the top of `LiveSystem+Open`.
struct LiveRecovery {
  /// What was found.
  private(set) var opening = LiveSystem.Opening()
  /// Changes that the log lacks, of events that it has.
  private(set) var corrections: [MembershipChange] = []
  /// What the events behind those changed.
  private(set) var found: [LiveChange] = []
  /// What the answers in the snapshot are answers to; `nil` when it has none.
  private(set) var definitions: [UInt8]?
  private let store: Store
  private let workspace: Workspace
  private let lists: [String: Set<String>]
  private let observer: LiveObserver
  private var lastLap: Int64

  init(
    _ store: Store, _ workspace: Workspace, _ lists: [String: Set<String>],
    _ observer: LiveObserver
  ) {
    self.store = store
    self.workspace = workspace
    self.lists = lists
    self.observer = observer
    lastLap = observer.nanoseconds()
  }

  /// The core; the changes that the log lacks are in `corrections` and `found` afterwards.
  mutating func run(now: Stamp) throws -> LiveCore {
    let plan = try Plan(workspace)
    let wanted = CoreHead(workspace, lists: lists, plan, nextThresholds: .max, thresholds: [])
    let restored = try RestoredState.newest(
      store, wanted, sessionGapMs: workspace.settings.sessionGapMs,
      appliedSequence: store.progress().appliedSequence,
      problems: &opening.warnings)
    lap("snapshot")
    if let restored {
      definitions = restored.answers == nil ? nil : wanted.definitions
      return try goOn(from: restored, plan, now: now)
    }
    return try readAll(plan, now: now)
  }

  /// Notes how long a part took.
  private mutating func lap(_ name: String) {
    let now = observer.nanoseconds()
    opening.parts.append((name, now - lastLap))
    lastLap = now
  }

  // MARK: Without a snapshot

  private mutating func readAll(
    _ plan: Plan, now: Stamp
  ) throws -> LiveCore {
    let progress = try store.progress()
    let isFresh = progress.clock.milliseconds == Int64.min
    var log = try RecoveredLog(
      all: store, sessionGapMs: workspace.settings.sessionGapMs,
      through: progress.appliedSequence, isFresh: isFresh)
    opening.damages = log.damages
    var core = core(log.timeline.take(), plan)
    opening.events = core.timeline.eventCount
    lap("log")
    if !isFresh || opening.events > 0 {
      let start = isFresh ? now : progress.clock
      begin(&core, at: start.milliseconds)
      try reconcile(
        &core, AnnouncedMembers(), at: start.milliseconds, isFresh ? .historical : .late, now)
    }
    apply(log.rest, to: &core, now: now)
    return core
  }

  // MARK: With a snapshot

  private mutating func goOn(
    from restored: consuming RestoredState, _ plan: Plan, now: Stamp
  ) throws -> LiveCore {
    let head = restored.head
    opening.snapshot = head.sequence
    let progress = try store.progress()
    // What the snapshot is of was committed, even if nothing was since that would have said so.
    let applied = max(progress.appliedSequence, head.sequence)
    let start = max(progress.clock.milliseconds, head.clock)
    let log = try RecoveredLog(store, from: head.sequence, through: applied)
    opening.damages = log.damages
    lap("log")
    let (answers, announced) = (restored.answers, restored.announced)
    var timeline = restored.timeline
    if answers == nil { try timeline.catchUp(log.applied, store) }
    var core = core(timeline, plan)
    timeline = Self.empty
    if let answers {
      core.resume(answers.tiles, answers.head, at: head.clock)
      core.awaitFutures()
      catchUp(&core, log.applied, through: start)
      lap("resume")
    } else {
      lap("seal")
      begin(&core, at: start)
    }
    opening.events = core.timeline.eventCount
    let isWhole = answers?.isWhole ?? false && log.applied.isEmpty && head.clock == start
    if !isWhole || head.position + 1 != store.nextPosition {
      try reconcile(&core, announced, at: start, .late, now)
    }
    apply(log.rest, to: &core, now: now)
    return core
  }

  /// Applies events that were applied before, each batch at the time at which it came: whatever
  /// changes by that was announced.
  private func catchUp(_ core: inout LiveCore, _ batches: [StoredBatch], through end: Int64) {
    var announced: [LiveChange] = []
    for stored in batches {
      let now = max(core.clock, min(end, stored.batch.receivedAt.milliseconds))
      core.apply(
        [stored.batch], firstSequence: UInt32(truncatingIfNeeded: stored.firstSequence), now: now,
        into: &announced)
      announced.removeAll(keepingCapacity: true)
    }
    core.advance(to: end, into: &announced)
  }

  // MARK: Parts

  private static var empty: Timeline { TimelineBuilder(sessionGapMs: 1).finish([]) }

  private func core(_ timeline: consuming Timeline?, _ plan: Plan) -> LiveCore {
    let store = store
    return LiveCore(timeline ?? Self.empty, plan, lists: lists) { store.knownMessageIDs($0) }
  }

  /// Answers everything for an instant.
  private mutating func begin(_ core: inout LiveCore, at now: Int64) {
    core.begin(at: now)
    core.awaitFutures()
    lap("begin")
  }

  /// Compares with what was announced by the end of the log of changes.
  private mutating func reconcile(
    _ core: inout LiveCore, _ announced: consuming AnnouncedMembers, at now: Int64,
    _ cause: ChangeCause, _ recordedAt: Stamp
  ) throws {
    try announced.read(store, through: store.nextPosition - 1, core.timeline.identifiers)
    lap("announced")
    corrections = core.reconcile(announced, at: now, cause, recordedAt: recordedAt)
    opening.corrected = corrections.count
    lap("reconcile")
  }

  /// Applies events whose effects nobody was told of.
  private mutating func apply(
    _ batches: [StoredBatch], to core: inout LiveCore, now: Stamp
  ) {
    for stored in batches {
      opening.recovered += stored.batch.newCount
      core.apply(
        [stored.batch], firstSequence: UInt32(truncatingIfNeeded: stored.firstSequence),
        now: now.milliseconds, into: &found)
    }
    lap("rest")
  }
}
