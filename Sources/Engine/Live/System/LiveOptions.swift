import StarlingCollect
import StarlingStore

/// How a live system runs; the defaults are right for a server.
package struct LiveOptions: Sendable {
  /// Requests that wait for their commit at most; more are told to come back.
  package var waitingRequestsMax = 4_096
  /// Events that wait for their commit at most: at 300 bytes each some 60 MB.
  package var waitingEventsMax = 200_000
  /// Events of a commit at most: what is applied in one go holds questions up.
  package var commitEventsMax = 10_000
  /// Changes that are kept in memory for those who watch.
  package var recentChangesMax = 100_000
  /// How often the clock is written down when nothing else is. Unit: ms.
  package var progressEveryMs: Int64 = 10_000
  /// Events since the last snapshot from which on another one is written, at the least.
  package var snapshotEventsMin: Int64 = 500_000
  /// The same as a share of the events in the last one.
  package var snapshotShare = 0.125
  /// From the beginning of one snapshot to that of the next at least so many times as long as it
  /// took to write.
  package var snapshotPause: Int64 = 8
  /// Events from which on a snapshot is written at the end of a run; fewer are read from the log as
  /// quickly.
  package var snapshotAtStopMin: Int64 = 50_000
  /// How often it is looked whether the store needs tidying. Unit: ms.
  package var upkeepEveryMs: Int64 = 1_000
  /// From which share of a sealed tile's events on those that came since are sealed with them.
  package var sealShare = 0.25
  /// How often it is looked whether a tile has grown so far. Unit: ms.
  package var sealEveryMs: Int64 = 250
  /// How long answers to new definitions are written to their places at a time, between steps of
  /// the loop. Unit: ms.
  package var backfillSliceMs: Int64 = 5
  /// How often small chunks are merged. Unit: ms.
  package var mergeEveryMs: Int64 = 60_000
  /// Free space of the data directory's disk below which no events are taken. Unit: bytes.
  package var diskReserveBytes: Int64 = 0
  /// The free space at a path; `nil` when it cannot be found out. Unit: bytes.
  package var freeBytes: @Sendable (String) -> Int64? = { path in
    try? DirectoryFiles.freeBytes(at: path)
  }

  /// What webhooks of a source mean: to read again what was refused of them.
  package var mapping: @Sendable (UInt32) -> WebhookMapping? = { _ in nil }

  /// The defaults.
  package init() {}
}
