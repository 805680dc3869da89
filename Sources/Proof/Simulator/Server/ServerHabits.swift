import StarlingActivate
import StarlingEngine
import StarlingStore
import StarlingTestSupport

/// How a server is set up: small limits as well as those of everyday, so that in short runs things
/// happen that else take millions of events.
struct ServerHabits {
  /// How the store is opened.
  var store = StoreOptions()
  /// How the engine runs.
  var live = LiveOptions()
  /// When deliveries are tried again.
  let policy: RetryPolicy
  /// Deliveries of a destination in memory.
  let heldMax: Int

  /// The habits of a generator's state.
  init(using random: inout SeededGenerator) {
    // One reader, which is opened at once, so that operations of the disk have one order.
    store.readersMax = 1
    store.checkpointPages = random.pick([4, 16, 1_000])
    store.chunkBytes = random.pick([200, 4 << 20])
    store.mergedEventsMax = random.pick([8, 65_536])
    store.recentIDsMax = random.pick([4, 16, 512 << 10])
    store.idCacheBytes = random.pick([1_000, 16 << 20])
    live.snapshotEventsMin = random.pick([5, 25, 500_000])
    live.snapshotAtStopMin = random.pick([1, 20, 50_000])
    live.commitEventsMax = random.pick([1, 3, 10_000])
    live.waitingRequestsMax = random.pick([2, 4_096])
    live.recentChangesMax = random.pick([3, 100_000])
    live.progressEveryMs = random.pick([1_000, 10_000, 3_600_000])
    live.sealShare = random.pick([0.0, 0.25])
    policy = RetryPolicy(
      delayFirstMs: 5_000, delayMaxMs: 600_000, attemptsMax: random.pick([3, 6, 24]),
      retryAfterMaxMs: 3_600_000)
    heldMax = random.pick([2, 8, 1_024])
  }
}
