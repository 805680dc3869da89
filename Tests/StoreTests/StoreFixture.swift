import StarlingColumns
import StarlingModel
import StarlingTestSupport

@testable import StarlingStore

/// Batches and stores for tests.
enum StoreFixture {
  /// A batch of events, received a second after the first one.
  static func batch(
    _ events: [Event], source: UInt32 = 1, at receivedAt: Stamp = "2026-03-02",
    isHistorical: Bool = false
  ) -> AcceptedBatch {
    var batch = EventBatch()
    for event in events { batch.append(event) }
    let sent = batch.stamps.map { $0 &- 250 }
    return AcceptedBatch(
      events: batch, sentStamps: sent, receivedAt: receivedAt, source: source,
      isHistorical: isHistorical)
  }

  /// Small events with ids `<prefix>-<number>`.
  static func events(_ count: Int, prefix: String = "m", from first: Int = 0) -> [Event] {
    (first..<(first + count)).map { number in
      .track(
        "viewed", "person-\(number % 7)",
        at: Stamp(milliseconds: 1_772_000_000_000 + Int64(number) * 37),
        ["price": .number(Double(number) + 0.99), "sku": .string("sku-\(number % 5)")],
        id: "\(prefix)-\(number)")
    }
  }

  /// Events of a shop as a client library sends them: six properties, UUIDs as message ids.
  static func shopEvents(_ count: Int, using random: inout SeededGenerator) -> EventBatch {
    var batch = EventBatch()
    for _ in 0..<count {
      let kind = random.pick(["product_viewed", "product_added", "search", "purchase"])
      batch.append(
        .track(
          kind, "user-\(random.number(0...200_000))",
          at: Stamp(milliseconds: 1_772_000_000_000 + Int64(random.number(0...60_000))),
          [
            "product_id": .string("p\(random.number(0...5_000))"),
            "price": .number(Double(random.number(100...50_000)) / 100),
            "category": .string(random.pick(["shoes", "shirts", "hats", "coats", "bags"])),
            "in_stock": .boolean(random.chance(90)),
            "quantity": .number(Double(random.number(1...4))),
            "context.campaign": .string(random.pick(["spring", "none", "mail", "search"])),
          ], id: uuid(&random)))
    }
    return batch
  }

  /// A canonical UUID.
  static func uuid(_ random: inout SeededGenerator) -> String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for place in 0..<32 {
      if [8, 12, 16, 20].contains(place) { text.append("-") }
      text.append(digits[random.number(0...15)])
    }
    return text
  }

  /// Changes of some people.
  static func changes(_ count: Int, from first: Int = 0) -> [MembershipChange] {
    (first..<(first + count)).map { number in
      let at = Stamp(milliseconds: 1_772_000_000_000 + Int64(number) * 11)
      return MembershipChange(
        position: 0, at: at, recordedAt: Stamp(milliseconds: at.milliseconds + 3),
        segment: "segment \(number % 3)", person: "person-\(number % 11)",
        isEntry: number % 2 == 0, cause: ChangeCause.allCases[number % 7])
    }
  }
}

extension Store {
  /// All events of the log with their numbers, and what is damaged.
  func everything(from sequence: Int64 = 0) throws -> (
    events: [Int64: Event], damages: [ChunkDamage]
  ) {
    var events: [Int64: Event] = [:]
    var damages: [ChunkDamage] = []
    try readEvents(from: sequence) { reading in
      switch reading {
      case .events(let stored):
        for entry in stored {
          for row in 0..<entry.batch.events.count where !entry.batch.known.contains(row) {
            events[entry.firstSequence + Int64(row)] = entry.batch.events.event(row)
          }
        }
      case .damaged(let damage): damages.append(damage)
      }
    }
    return (events, damages)
  }
}

extension StoreFixture {
  /// An item that was refused.
  static func refused(_ number: Int) -> QuarantinedItem {
    QuarantinedItem(
      source: 1, receivedAt: Stamp(milliseconds: 1_772_000_000_000 + Int64(number)),
      reason: number % 2 == 0 ? "invalidJSON" : "missingPerson", detail: "item \(number)",
      raw: Array("{\(number)".utf8))
  }
}
