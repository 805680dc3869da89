import StarlingModel

/// What is to be delivered to one target, and how far its reading of the log has come.
///
/// Every change up to `cursor` is one of: not wanted, delivered, a dead letter, or in `held`. So
/// the cursor and the rows of `held` are all that a restart needs. `due` holds the first delivery
/// of each person who has none under way; entries that are no longer true are passed over when
/// they come up, which is cheaper than to look for them.
struct TargetQueue: Sendable {
  /// A delivery that is not finished.
  struct Held: Sendable {
    var change: MembershipChange
    var row: DeliveryRow
  }

  /// The configuration.
  var target: WebhookTarget
  /// Position of the last change that was looked at.
  private(set) var cursor: Int64
  /// The cursor in the last update.
  private var recordedCursor: Int64
  /// Unfinished deliveries by position.
  private(set) var held: [Int64: Held] = [:]
  private var people: [String: PersonQueue] = [:]
  private var due = DueHeap()
  /// Positions that are under way.
  private(set) var inFlight: Set<Int64> = []
  /// Until when the target wants nothing at all, by its Retry-After.
  var notBefore = Stamp.distantPast
  /// The position after which a page was asked for that has not come yet.
  var readingAfter: Int64?
  /// When a page may be asked for again after the log could not be read.
  var rereadAt = Stamp.distantPast

  /// A queue that has looked at the log up to a position.
  init(_ target: WebhookTarget, cursor: Int64) {
    self.target = target
    self.cursor = cursor
    recordedCursor = cursor
  }

  /// When the oldest unfinished delivery was found; `nil` when there is none.
  ///
  /// - Complexity: O(held).
  var oldest: Stamp? { held.values.lazy.map(\.change.recordedAt).min() }

  /// Looks at changes that follow the cursor, until `heldMax` are held. Those beyond stay unread.
  mutating func take(
    _ changes: [MembershipChange], now: Stamp, heldMax: Int, _ update: inout DeliveryUpdate
  ) {
    var rows: [DeliveryRow] = []
    for change in changes where change.position > cursor {
      let isWanted = target.wants(change)
      if isWanted && held.count >= heldMax { break }
      cursor = change.position
      if !isWanted { continue }
      let row = DeliveryRow(position: change.position, due: now)
      hold(change, row)
      rows.append(row)
    }
    if rows.isEmpty && cursor - recordedCursor < DeliveryLimits.unrecordedMax { return }
    recordedCursor = cursor
    update.change(target.id) { update in
      update.cursor = cursor
      for row in rows { update.save(row) }
    }
  }

  /// Whether a dead letter can be begun anew. A position beyond the cursor was never one.
  func hasRoom(forLetter position: Int64, heldMax: Int) -> Bool {
    held.count < heldMax && position <= cursor && held[position] == nil
  }

  /// Takes an unfinished delivery in.
  mutating func hold(_ change: MembershipChange, _ row: DeliveryRow) {
    held[row.position] = Held(change: change, row: row)
    people[change.person, default: PersonQueue()].insert(row.position)
    enqueueFirst(of: change.person)
  }

  /// Starts the delivery that is due first; `nil` when none may start.
  mutating func start(now: Stamp, waitMaxMs: Int64) -> DeliveryAttempt? {
    guard let wake = nextStart(now: now, waitMaxMs: waitMaxMs), wake <= now,
      let entry = due.first, let delivery = held[entry.position]
    else { return nil }
    due.removeFirst()
    people[delivery.change.person]?.inFlight = entry.position
    inFlight.insert(entry.position)
    return DeliveryAttempt(
      target: target, change: delivery.change, number: delivery.row.attempts + 1)
  }

  /// The earliest instant at which a delivery may start, `now` for at once; `nil` when something
  /// else must happen first.
  ///
  /// A wait that is longer than any can be means that the clock was set back: it is over.
  mutating func nextStart(now: Stamp, waitMaxMs: Int64) -> Stamp? {
    guard target.isEnabled, inFlight.count < target.inFlightMax else { return nil }
    while let entry = due.first, !isCurrent(entry) { due.removeFirst() }
    guard let entry = due.first else { return nil }
    let limit = now.milliseconds + waitMaxMs
    let waits = [entry.due, notBefore].filter { $0 > now && $0.milliseconds <= limit }
    return waits.max() ?? now
  }

  /// Whether an entry of `due` is the first of a person who has nothing under way.
  private func isCurrent(_ entry: DueHeap.Entry) -> Bool {
    guard let delivery = held[entry.position], delivery.row.due == entry.due,
      let person = people[delivery.change.person]
    else { return false }
    return person.inFlight == nil && person.positions.first == entry.position
  }

  private mutating func enqueueFirst(of person: String) {
    guard let queue = people[person], queue.inFlight == nil, let position = queue.positions.first,
      let delivery = held[position]
    else { return }
    due.insert(DueHeap.Entry(due: delivery.row.due, position: position))
  }

  /// Ends a delivery that was delivered or given up: the person's next one may start.
  mutating func finish(_ position: Int64, _ update: inout DeliveryUpdate) {
    guard let delivery = release(position) else { return }
    held[position] = nil
    let person = delivery.change.person
    people[person]?.remove(position)
    if people[person]?.positions.isEmpty == true { people[person] = nil }
    update.change(target.id) { update in
      if delivery.row.isDead { update.save(delivery.row) } else { update.remove(position) }
    }
    enqueueFirst(of: person)
  }

  /// Puts a delivery that failed back, to be tried again.
  mutating func putBack(_ position: Int64, _ update: inout DeliveryUpdate) {
    guard let delivery = release(position) else { return }
    update.change(target.id) { $0.save(delivery.row) }
    enqueueFirst(of: delivery.change.person)
  }

  /// Changes what is known of a held delivery.
  mutating func change(_ position: Int64, _ body: (inout DeliveryRow) -> Void) {
    guard var delivery = held[position] else { return }
    body(&delivery.row)
    held[position] = delivery
  }

  /// Takes a delivery out of flight.
  private mutating func release(_ position: Int64) -> Held? {
    guard let delivery = held[position] else { return nil }
    inFlight.remove(position)
    if people[delivery.change.person]?.inFlight == position {
      people[delivery.change.person]?.inFlight = nil
    }
    return delivery
  }
}
