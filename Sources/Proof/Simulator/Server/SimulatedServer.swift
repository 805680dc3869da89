import StarlingActivate
import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingServer
import StarlingStore
import Synchronization

/// One run of a server over a data directory, without sockets and threads: requests come as bodies,
/// webhooks leave as requests, and time is what it is told.
final class SimulatedServer {
  /// The engine: asked questions as by the API.
  let system: LiveSystem
  /// What opening found, for the trace.
  let opening: LiveSystem.Opening
  /// What it called out.
  let post: ServerPost
  /// Who delivers.
  var deliverer: SimulatedDeliverer
  /// The number of this run, from 1.
  let run: Int
  let store: Store
  private var driver: LiveDriver
  private var parser = RequestParser()
  private let clock: EngineClock

  /// Opens a data directory.
  ///
  /// - Throws: `StoreError` when the disk fails meanwhile.
  init(
    _ disk: SimulatedDisk, _ habits: ServerHabits, _ workspace: Workspace,
    destinations: [WebhookTarget], run: Int, now: Stamp
  ) async throws {
    self.run = run
    let post = ServerPost()
    self.post = post
    clock = EngineClock(controlled: now)
    store = try Store(directory: disk.directory, options: habits.store)
    var options = habits.live
    options.diskReserveBytes = 1 << 20
    options.freeBytes = { _ in post.freeBytes }
    do {
      (system, opening) = try LiveSystem.open(
        store, workspace: workspace, lists: SimulatedWorld.lists, clock: clock, options: options,
        observer: post.observer)
      deliverer = try await SimulatedDeliverer(store, habits, destinations, now: now)
    } catch {
      // What failed is told; the directory must be free for the next try.
      try? store.close()
      throw error
    }
    driver = LiveDriver(system)
  }

  /// Sets the clock.
  func set(_ now: Stamp) { _ = system.setClock(now) }

  /// Takes a request as `CollectRoutes` does; the answer comes into `post`.
  ///
  /// - Returns: The status and body with which it was refused at once; `nil` when it was not.
  func take(_ batch: SentBatch, now: Stamp) -> CollectAnswer? {
    let request = CollectRequest(
      endpoint: batch.endpoint, contentType: "application/json", receivedAt: now)
    let collected = parser.parse(request, body: batch.body.span)
    if collected.answer.status != 200 || collected.writeKey != (batch.isSingle ? nil : "key") {
      return collected.answer
    }
    let (post, number) = (post, batch.number)
    system.offer(collected.batch(from: 1), rejected: collected.rejected) { refusal in
      post.answer(number, refusal)
    }
    return nil
  }

  /// Does all that is to be done.
  func work() -> LiveDriver.Outcome { driver.run() }

  /// Puts other definitions into force.
  ///
  /// - Parameter mend: Called when nothing can be written; whether that may be tried again.
  /// - Returns: Why they are not, if so; `nil` when nothing can be written any more.
  func redefine(
    _ workspace: Workspace, mend: () -> Bool
  ) async -> Result<Void, QueryProblem>? {
    let system = system
    let isOver = Mutex(false)
    let asking = Task { () -> Result<Void, QueryProblem> in
      defer { isOver.withLock { $0 = true } }
      do throws(QueryProblem) {
        _ = try await system.putWorkspace(workspace, lists: SimulatedWorld.lists, by: "operator")
        return .success(())
      } catch { return .failure(error) }
    }
    // Who asks waits for the loop, which is turned here.
    while !isOver.withLock({ $0 }) {
      if case .failing = driver.run(), !mend() { return nil }
      await Task.yield()
    }
    return await asking.value
  }

  /// Stops in order.
  func stop() async throws {
    system.stop()
    while true {
      if case .ended = driver.run() { break }
    }
    await deliverer.finish()
    try store.close()
  }

  /// Lets go of the directory of a process that is no more.
  func vanish() {
    // On a dead disk nothing is written any more, and every failure is as it should be.
    try? store.close()
  }
}

extension SentBatch {
  fileprivate var isSingle: Bool {
    if case .segmentCall = endpoint { true } else { false }
  }
}
