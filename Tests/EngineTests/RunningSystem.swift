import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingStore
import StarlingTestSupport

/// A live system that runs over a folder.
struct RunningSystem {
  let system: LiveSystem
  /// What opening found.
  let opening: LiveSystem.Opening
  private let store: Store
  private let folder: String
  private let workspace: Workspace
  private let lists: [String: Set<String>]
  private let loop: Task<Void, Never>

  init(
    _ folder: String, _ test: TestCase, at now: Stamp, _ options: LiveOptions = LiveOptions()
  ) throws {
    try self.init(folder, test.workspace, lists: test.lists, at: now, options)
  }

  init(
    _ folder: String, _ workspace: Workspace, lists: [String: Set<String>], at now: Stamp,
    _ options: LiveOptions = LiveOptions()
  ) throws {
    self.folder = folder
    self.workspace = workspace
    self.lists = lists
    store = try Store(directory: folder)
    (system, opening) = try LiveSystem.open(
      store, workspace: workspace, lists: lists, clock: EngineClock(controlled: now),
      options: options)
    let system = system
    loop = Task { await system.run() }
  }

  /// Sends events as one request.
  func send(_ events: [Event]) async throws {
    var batch = EventBatch()
    for event in events { batch.append(event) }
    try await system.accept(
      AcceptedBatch(
        events: batch, sentStamps: batch.stamps, receivedAt: system.clock.now, source: 1),
      rejected: [])
  }

  /// The same folder opened anew.
  func restarted(
    at now: Stamp, _ options: LiveOptions = LiveOptions()
  ) async throws -> RunningSystem {
    try await stop()
    return try RunningSystem(folder, workspace, lists: lists, at: now, options)
  }

  /// What a crash leaves behind, opened: all that is durable at this moment, and nothing else.
  func crashed(into folder: String, at now: Stamp) async throws -> RunningSystem {
    try Store.backup(of: self.folder, to: folder)
    try await stop()
    return try RunningSystem(folder, workspace, lists: lists, at: now)
  }

  func stop() async throws {
    system.stop()
    await loop.value
    try store.close()
  }

  /// All changes that are durable.
  func changes() throws -> [MembershipChange] {
    try store.changes(after: 0, limit: 1_000_000).changes
  }

  /// Where the members differ from what somebody knows who has only heard of the changes, and
  /// changes that made no difference to that; empty when all is right.
  func surprises() async throws -> [String] {
    var follower = ChangeFollower()
    for change in try changes() {
      follower.note(change.segment, change.person, isEntry: change.isEntry)
    }
    return follower.surprises + follower.differences(to: try await members())
  }

  /// The same while definitions are put: what comes into force, or goes, between reading the
  /// changes and the members is no surprise when both are read again.
  func lastingSurprises() async throws -> [String] {
    for _ in 0..<20 {
      await system.settle()
      if let found = try? await surprises(), found.isEmpty { return [] }
    }
    return try await surprises()
  }

  /// The members of each segment.
  func members() async throws -> [String: [String]] {
    var members: [String: [String]] = [:]
    for segment in try await system.segments(at: nil).segments.map(\.name) {
      let page = try await system.members(of: segment, at: nil, after: nil, limit: 100_000)
      members[segment] = page.members.map(\.person).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
    return members
  }
}

extension ReferenceChange {
  /// Changes in the order of replay, without those that an event of the same instant took back.
  static func net(_ changes: [MembershipChange], _ workspace: Workspace) -> [ReferenceChange] {
    var net: [ReferenceChange] = []
    for change in changes {
      let reference = ReferenceChange(
        at: change.at, segment: change.segment, person: change.person,
        change: change.isEntry ? .enter : .exit)
      if let opposite = net.lastIndex(where: {
        $0.at == reference.at && $0.segment == reference.segment && $0.person == reference.person
      }) {
        net.remove(at: opposite)
      } else {
        net.append(reference)
      }
    }
    let order = workspace.segments.map(\.name)
    return net.sorted { left, right in
      if left.at != right.at { return left.at < right.at }
      if left.segment != right.segment {
        return order.firstIndex(of: left.segment) ?? 0 < order.firstIndex(of: right.segment) ?? 0
      }
      return left.person.utf8.lexicographicallyPrecedes(right.person.utf8)
    }
  }
}
