import StarlingModel

/// What deliveries need of the data directory.
package protocol DeliveryStorage: Sendable {
  /// Changes after a position, in order, without those that cannot be read.
  func changes(after position: Int64, limit: Int) async throws -> [MembershipChange]

  /// Saves an update in one transaction; all of it or nothing.
  func save(_ update: DeliveryUpdate) async throws
}
