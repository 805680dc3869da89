import Dispatch
import StarlingColumns
import StarlingModel
import StarlingStore
import Synchronization

/// What waits for the loop: requests that want to be durable, deliveries to be saved, and those who
/// want to know when all is done. Bounded: a full inbox is visible to the sender.
final class Inbox: Sendable {
  /// A request and who waits for it.
  struct Request: Sendable {
    var batch: AcceptedBatch
    var rejected: [QuarantinedItem]
    /// Called once: with nothing when it is durable, else with the reason why nothing was kept.
    var done: @Sendable (IntakeRefusal?) -> Void
  }

  /// What one step of the loop takes out.
  struct Work: Sendable {
    var requests: [Request] = []
    var deliveries: [DeliveryUpdate] = []
    var deliveriesDone: [@Sendable (Bool) -> Void] = []
    var settled: [@Sendable () -> Void] = []
    var orders: [@Sendable () -> Void] = []
    var isClosed = false

    var hasCommits: Bool { !requests.isEmpty || !deliveries.isEmpty }
  }

  private struct State {
    var work = Work()
    var events = 0
    /// Why nothing is taken at present.
    var refusal: IntakeRefusal?
  }

  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let options: LiveOptions

  init(_ options: LiveOptions) {
    self.options = options
  }

  /// Adds a request.
  ///
  /// - Returns: Why it was not added; `nil` when it was.
  func add(_ request: Request) -> IntakeRefusal? {
    let refusal = state.withLock { state -> IntakeRefusal? in
      if state.work.isClosed {
        return IntakeRefusal(.unavailable, retryAfterSeconds: 5, "the server is stopping")
      }
      if let refusal = state.refusal { return refusal }
      if state.work.requests.count >= options.waitingRequestsMax
        || state.events >= options.waitingEventsMax
      {
        return IntakeRefusal(
          .busy, retryAfterSeconds: 1,
          "\(state.work.requests.count) requests with \(state.events) events wait to be written; "
            + "send more slowly")
      }
      state.events += request.batch.events.count
      state.work.requests.append(request)
      return nil
    }
    if refusal == nil { wake.signal() }
    return refusal
  }

  /// Adds what became of deliveries.
  func add(_ deliveries: [DeliveryUpdate], done: @escaping @Sendable (Bool) -> Void) {
    state.withLock { state in
      state.work.deliveries += deliveries
      state.work.deliveriesDone.append(done)
    }
    wake.signal()
  }

  /// Adds somebody who is told when all that came before is durable, applied and announced.
  func add(settled: @escaping @Sendable () -> Void) {
    state.withLock { $0.work.settled.append(settled) }
    wake.signal()
  }

  /// Adds something to be done between two steps.
  ///
  /// - Returns: Whether there will be another step.
  @discardableResult
  func add(order: @escaping @Sendable () -> Void) -> Bool {
    let isOpen = state.withLock { state in
      if !state.work.isClosed { state.work.orders.append(order) }
      return !state.work.isClosed
    }
    wake.signal()
    return isOpen
  }

  /// Lets nothing more in.
  func close() {
    state.withLock { $0.work.isClosed = true }
    wake.signal()
  }

  /// Takes no requests until there is no reason any more.
  func refuse(_ refusal: IntakeRefusal?) {
    state.withLock { $0.refusal = refusal }
  }

  /// Why no requests are taken at present; `nil` when they are.
  var refusal: IntakeRefusal? { state.withLock { $0.refusal } }

  /// Wakes the loop.
  func poke() { wake.signal() }

  /// Number of requests and events that wait.
  var waiting: (requests: Int, events: Int) {
    state.withLock { ($0.work.requests.count, $0.events) }
  }

  /// Takes what waits, requests up to the limit of a commit.
  func take() -> Work {
    state.withLock { state in
      var taken = state.work
      var events = 0
      var count = 0
      while count < taken.requests.count && (count == 0 || events < options.commitEventsMax) {
        events += taken.requests[count].batch.events.count
        count += 1
      }
      let rest = Array(taken.requests[count...])
      taken.requests.removeLast(rest.count)
      state.events -= events
      state.work = Work(requests: rest, isClosed: taken.isClosed)
      if !rest.isEmpty {
        // Whoever waits for all waits for the rest too.
        state.work.settled = taken.settled
        taken.settled = []
      }
      return taken
    }
  }

  /// Takes what is to be done between two steps, and nothing else.
  func takeOrders() -> [@Sendable () -> Void] {
    state.withLock { state in
      defer { state.work.orders = [] }
      return state.work.orders
    }
  }

  /// Waits until something comes, or so long at most.
  func wait(ms: Int64) {
    let limit = max(0, min(ms, 60_000))
    _ = wake.wait(timeout: .now() + .milliseconds(Int(limit)))
    while wake.wait(timeout: .now()) == .success {}
  }

  /// Whether something waits.
  var isEmpty: Bool {
    state.withLock { state in
      let work = state.work
      return !work.hasCommits && work.settled.isEmpty && work.orders.isEmpty && !work.isClosed
    }
  }
}
