import StarlingActivate
import StarlingModel

/// The slow twin of the scheduler for one target that holds everything: at each instant it looks at
/// all deliveries and picks, among the first of each person, those that became due first.
struct DeliveryTwin {
  /// An attempt as the target sees it.
  struct Sent: Equatable {
    var at: Stamp
    var position: Int64
    var number: Int
  }

  private struct Delivery {
    var change: MembershipChange
    var attempts = 0
    var due: Stamp
    var endsAt: Stamp?
    var isDone = false
  }

  let target: WebhookTarget
  let policy: RetryPolicy
  /// Half of the jitter, which is all of it with chance 0.
  let latency: (Int64, Int) -> Int64
  let status: (Int64, Int) -> Int

  /// All attempts, when each change is committed at its `recordedAt`.
  func run(_ changes: [MembershipChange]) -> [Sent] {
    var deliveries: [Delivery] = []
    var sent: [Sent] = []
    var arriving = changes[...]
    while let now = nextInstant(deliveries, arriving) {
      for index in deliveries.indices where deliveries[index].endsAt == now {
        end(&deliveries[index], now: now)
      }
      while let change = arriving.first, change.recordedAt == now {
        arriving.removeFirst()
        if target.wants(change) { deliveries.append(Delivery(change: change, due: now)) }
      }
      while deliveries.count(where: { $0.endsAt != nil }) < target.inFlightMax,
        let index = next(deliveries, now: now)
      {
        let number = deliveries[index].attempts + 1
        let position = deliveries[index].change.position
        sent.append(Sent(at: now, position: position, number: number))
        deliveries[index].endsAt = now.later(latency(position, number))
      }
    }
    return sent
  }

  private func end(_ delivery: inout Delivery, now: Stamp) {
    delivery.endsAt = nil
    delivery.attempts += 1
    switch AttemptVerdict(status: status(delivery.change.position, delivery.attempts)) {
    case .delivered, .giveUp: delivery.isDone = true
    case .retry:
      delivery.isDone = delivery.attempts == policy.attemptsMax
      let delay = policy.delayMs(afterAttempts: delivery.attempts)
      delivery.due = now.later(delay - delay / 2)
    }
  }

  private func next(_ deliveries: [Delivery], now: Stamp) -> Int? {
    var seen: Set<String> = []
    var best: Int?
    for (index, delivery) in deliveries.enumerated() where !delivery.isDone {
      let isFirst = seen.insert(delivery.change.person).inserted
      guard isFirst, delivery.endsAt == nil, delivery.due <= now else { continue }
      if best.map({ delivery.due < deliveries[$0].due }) ?? true { best = index }
    }
    return best
  }

  private func nextInstant(
    _ deliveries: [Delivery], _ arriving: ArraySlice<MembershipChange>
  ) -> Stamp? {
    var instants = deliveries.compactMap(\.endsAt)
    instants += arriving.first.map { [$0.recordedAt] } ?? []
    var seen: Set<String> = []
    let isFull = deliveries.count { $0.endsAt != nil } >= target.inFlightMax
    for delivery in deliveries where !delivery.isDone {
      let isFirst = seen.insert(delivery.change.person).inserted
      if isFirst && delivery.endsAt == nil && !isFull { instants.append(delivery.due) }
    }
    return instants.min()
  }
}
