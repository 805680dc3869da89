/// How much of the deliveries is held, and how much happens at once.
package enum DeliveryLimits {
  /// Requests to one target at the same time unless it says otherwise.
  package static let inFlightDefault = 4
  /// Requests to one target at the same time: as many open files and as many changes that are sent
  /// again after a crash.
  package static let inFlightMax = 64
  /// Targets of one server. Every wake-up looks at each: 256 take some microseconds.
  package static let targetsMax = 256
  /// Unfinished deliveries of one target in memory. One takes about 400 bytes with its change, so
  /// that 256 targets that are all down hold 100 MB. What comes after them stays in the log.
  package static let heldMax = 1_024
  /// Changes asked of the log at once.
  package static let pageMax = 512
  /// How far the cursor moves over changes that a target does not want before it is recorded for
  /// that reason alone: after a crash that many are looked at again.
  package static let unrecordedMax: Int64 = 4_096
  /// Until a page is asked for again when the log could not be read. Unit: ms.
  package static let rereadMs: Int64 = 1_000
}
