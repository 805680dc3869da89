import StarlingActivate
import StarlingModel
import StarlingStore
import Synchronization

/// Makes, changes and removes webhook targets, and mends what was given up.
///
/// The store comes first, then the worker: what an answer says is durable. Each change reads, edits
/// and writes a target under one lock, so that two of them at a time both count.
package final class WebhookDesk: Sendable {
  /// Unit: letters of a target's name.
  package static let nameLengthMax = 100
  /// Segments that a target may name.
  package static let segmentsMax = 1_000
  /// Secrets of a target at the same time: the one in use and the one before.
  package static let secretsMax = 2

  private let access: StoreAccess
  private let worker: DeliveryWorker
  private let editing = Mutex<Void>(())

  /// A desk over a store and the worker that delivers.
  package init(_ access: StoreAccess, worker: DeliveryWorker) {
    self.access = access
    self.worker = worker
  }

  /// All targets, by number.
  package func list() async throws -> [WebhookState] {
    let stored = try await access.run { try $0.targets() }
    var states: [WebhookState] = []
    for target in stored { states.append(try await state(target)) }
    return states
  }

  /// One target.
  package func state(of id: Int64) async throws -> WebhookState {
    try await state(try await access.run { try Self.stored(id, in: $0) })
  }

  /// Makes a target, which is sent the changes from now on.
  ///
  /// - Parameter edit: Has a name and an address.
  /// - Returns: The target and its secret, which is shown once.
  package func create(_ edit: WebhookEdit) async throws -> (state: WebhookState, secret: String) {
    let secret = try Self.secret()
    let stored = try await access.run { [self] store in
      try editing.withLock { _ in
        let count = try store.targets().count
        guard count < DeliveryLimits.targetsMax else {
          throw Problem(.conflict, "there are \(count) webhooks already; delete some first")
        }
        // The number comes with the row and is no part of the settings.
        var target = WebhookTarget(
          id: WebhookTargetID(number: 1), name: "", url: "", secrets: [secret])
        edit.apply(to: &target)
        return try store.addTarget(settings: target.settings, cursor: store.nextPosition - 1)
      }
    }
    await worker.put(try WebhookTarget(stored), cursor: stored.cursor)
    return (try await state(stored), secret)
  }

  /// Changes a target; pausing and resuming are such changes.
  package func change(_ id: Int64, _ edit: WebhookEdit) async throws -> WebhookState {
    try await change(id) { edit.apply(to: &$0) }
  }

  /// Gives a target a new secret. Until the old one is dropped, requests are signed with both.
  package func addSecret(_ id: Int64) async throws -> (state: WebhookState, secret: String) {
    let secret = try Self.secret()
    let state = try await change(id) { target in
      target.secrets = Array(([secret] + target.secrets).prefix(Self.secretsMax))
    }
    return (state, secret)
  }

  /// Signs with the newest secret only from now on.
  package func dropOldSecrets(_ id: Int64) async throws -> WebhookState {
    try await change(id) { $0.secrets = Array($0.secrets.prefix(1)) }
  }

  /// Removes a target with its deliveries and secrets. What is under way cannot be called back.
  package func delete(_ id: Int64) async throws {
    let now = WallClock.now()
    let wasThere = try await access.run { [self] store in
      try editing.withLock { _ in try store.removeTarget(id, at: now) }
    }
    guard wasThere else { throw Self.missing(id) }
    await worker.delete(WebhookTargetID(number: id))
  }

  // MARK: Dead letters

  /// Deliveries of a target that were given up, by position.
  package func deadLetters(
    of id: Int64, after position: Int64, limit: Int
  ) async throws -> [DeadLetter] {
    try await access.run { store in
      _ = try Self.stored(id, in: store)
      let rows = try store.deliveries(target: id, isDead: true, after: position, limit: limit)
      let changes = try store.changes(at: rows.map(\.position))
      return rows.map {
        DeadLetter(
          position: $0.position, attempts: $0.attempts, problem: $0.problem,
          change: changes[$0.position])
      }
    }
  }

  /// Begins dead letters anew.
  ///
  /// - Parameters:
  ///   - position: That of one; `nil` for as many as `limit`, the oldest first.
  /// - Returns: The positions that were taken; others find no room now, or cannot be read.
  package func retry(_ id: Int64, position: Int64?, limit: Int) async throws -> [Int64] {
    let letters = try await deadLetters(
      of: id, after: position.map { $0 - 1 } ?? 0, limit: position == nil ? limit : 1)
    let wanted = letters.filter { position == nil || $0.position == position }
    if let position, wanted.isEmpty {
      throw Problem(.notFound, "webhook \(id) has no dead letter \(position)")
    }
    return await worker.retry(wanted.compactMap(\.change), of: WebhookTargetID(number: id))
  }

  // MARK: Start

  /// Hands all targets with their unfinished deliveries to the worker: once, at the start.
  package func restore() async throws {
    for stored in try await access.run({ try $0.targets() }) {
      let (rows, changes) = try await access.run { store in
        let rows = try store.deliveries(target: stored.id, isDead: false, limit: .max)
        return (rows, try store.changes(at: rows.map(\.position)))
      }
      await worker.restore(
        try WebhookTarget(stored), cursor: stored.cursor, rows: rows.map(DeliveryRow.init),
        changes: Array(changes.values))
    }
  }

  // MARK: Parts

  private func change(
    _ id: Int64, _ edit: @escaping @Sendable (inout WebhookTarget) -> Void
  ) async throws -> WebhookState {
    let stored = try await access.run { [self] store in
      try editing.withLock { _ in
        var stored = try Self.stored(id, in: store)
        var target = try WebhookTarget(stored)
        edit(&target)
        stored.settings = target.settings
        _ = try store.updateTarget(id, settings: stored.settings)
        return stored
      }
    }
    await worker.change(try WebhookTarget(stored))
    return try await state(stored)
  }

  private func state(_ stored: StoredTarget) async throws -> WebhookState {
    let target = try WebhookTarget(stored)
    return WebhookState(
      id: stored.id, target: target, status: await worker.status(of: target.id))
  }

  private static func stored(_ id: Int64, in store: Store) throws -> StoredTarget {
    guard let stored = try store.targets().first(where: { $0.id == id }) else { throw missing(id) }
    return stored
  }

  private static func missing(_ id: Int64) -> Problem {
    Problem(.notFound, "there is no webhook \(id); GET /api/webhooks lists all")
  }

  private static func secret() throws(Problem) -> String {
    guard let secret = WebhookSecret.make() else {
      throw Problem(.failed, "the system gives no random bytes; look at its log")
    }
    return secret
  }
}
