import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import StarlingTimeline

// Opening a data directory:
//
// 1. The newest sound snapshot gives the timeline up to some event, who was announced until then,
//    and perhaps all answers. Without one the log gives the timeline.
// 2. Events behind the snapshot whose effects are in the log of changes are added. Where the
//    answers of the snapshot can go on they do; else every segment is answered anew for the instant
//    up to which deadlines were handled.
// 3. The log of changes says who was announced to be in which segment since when. Where that is not
//    what step 2 says, a change is found: it would otherwise never be told.
//    A directory that so far was only imported into has no such instant: its history counts as
//    applied, as of now.
// 4. Events behind those are applied as if they had just been committed.

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
    /// Snapshots that were passed over, and why.
    package var warnings: [String] = []
    /// Number of the event behind the last one in the snapshot that was used.
    package var snapshot: Int64?
    /// How long its parts took, in their order. Unit: ns.
    package var parts: [(name: String, nanoseconds: Int64)] = []
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
    var recovery = LiveRecovery(store, workspace, lists, observer)
    let now = clock.now
    let core = try recovery.run(now: now)
    let pending = PendingChanges(
      changes: recovery.corrections + core.named(recovery.found, recordedAt: now),
      appliedSequence: store.nextSequence)
    let catalogue = try DefinitionCatalogue.read(store, workspace, lists: lists, now: now)
    let keeper = SnapshotKeeper(
      store, options, observer, last: recovery.opening.snapshot,
      definitions: recovery.definitions)
    let opening = recovery.opening
    let system = LiveSystem(
      store: store, options: options, clock: clock, core: core, catalogue: catalogue,
      pending: pending, observer: observer, snapshots: keeper)
    return (system, opening)
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
