import StarlingActivate
import StarlingModel

/// A data directory in memory that can fail.
actor MemoryDeliveryStorage: DeliveryStorage {
  struct Failure: Error {}

  private(set) var log: [MembershipChange]
  private(set) var saved = DeliveryUpdate()
  private(set) var saveCount = 0
  var savesToFail: Int

  init(_ log: [MembershipChange] = [], savesToFail: Int = 0) {
    self.log = log
    self.savesToFail = savesToFail
  }

  func commit(_ changes: [MembershipChange]) { log += changes }

  func changes(after position: Int64, limit: Int) throws -> [MembershipChange] {
    Array(log.filter { $0.position > position }.prefix(limit))
  }

  func save(_ update: DeliveryUpdate) throws {
    if savesToFail > 0 {
      savesToFail -= 1
      throw Failure()
    }
    saveCount += 1
    saved.merge(update)
  }

  /// Rows of a target that are there.
  func rows(_ id: WebhookTargetID) -> [DeliveryRow] {
    (saved.targets[id]?.saved.values.map { $0 } ?? []).sorted { $0.position < $1.position }
  }

  func cursor(_ id: WebhookTargetID) -> Int64 { saved.targets[id]?.cursor ?? 0 }
}
