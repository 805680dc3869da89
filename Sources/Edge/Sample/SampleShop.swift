import StarlingModel

/// A made-up shop: the events of people whose habits are known.
///
/// The same arguments give the same bytes on every machine. Events come in the order in which they
/// arrive at a collector; some arrive late (by less than `longestDelayMs`), some twice.
package struct SampleShop: Sendable {
  /// An event arrives at most this long after it happened.
  package static let longestDelayMs = 6 * Milliseconds.hour
  /// 2026-06-01T00:00:00Z, a date like any other: a sample must not depend on the day it is made.
  package static let defaultEnd = Stamp(milliseconds: 1_780_272_000_000)
  /// The most people a sample can have.
  package static let mostPeople = 50_000_000

  /// How many people are drawn. Nearly all leave events; the truth lists those who do.
  package var people: Int
  /// Length of the time that the events cover.
  package var days: Int
  /// The same seed gives the same bytes on every machine.
  package var seed: UInt64
  /// Nothing happens or arrives at or after this instant.
  package var end: Stamp

  /// A shop with `people` customers over the `days` before `end`.
  ///
  /// - Parameters:
  ///   - people: 1...`mostPeople`.
  ///   - days: 1...3,650, and `end` lies at least as many days after 1970-01-02.
  package init(
    people: Int = 2_000, days: Int = 60, seed: UInt64 = 1, end: Stamp = SampleShop.defaultEnd
  ) {
    precondition(
      (1...Self.mostPeople).contains(people),
      "a sample of \(people) people: the number must lie in 1...\(Self.mostPeople)")
    precondition((1...3_650).contains(days), "a sample of \(days) days: allowed are 1...3650")
    precondition(
      end.milliseconds >= Int64(days + 1) * Milliseconds.day,
      "a sample of \(days) days would begin before 1970: give a later end")
    self.people = people
    self.days = days
    self.seed = seed
    self.end = end
  }

  /// Makes the events and the truth.
  ///
  /// Holds about 60 bytes for each person and for each event of a day, whatever the length.
  ///
  /// - Parameters:
  ///   - events: Gets the event file piece by piece: JSON Lines in the Segment shape, whole lines.
  ///   - truth: Gets the truth file piece by piece after the events: CSV with the header
  ///     `person,habit`, where `person` is the identifier after all joins.
  ///   - afterDay: Is told the number of days done, of days in all, and of lines written so far.
  /// - Throws: What the closures throw, nothing else.
  package func generate(
    events: ([UInt8]) throws -> Void, truth: ([UInt8]) throws -> Void = { _ in },
    afterDay: (_ done: Int, _ days: Int, _ lines: Int) throws -> Void = { _, _, _ in }
  ) throws -> SampleSummary {
    let day = Milliseconds.day
    let startMs = end.milliseconds - Int64(days) * day
    let firstDay = startMs / day
    let dayCount = Int((end.milliseconds + day - 1) / day - firstDay)
    var schedule = SampleSchedule(
      people: people, dayCount: dayCount, seed: seed, firstDay: Int(firstDay), startMs: startMs)
    var ledger = TruthLedger(people: people)
    var writer = EventWriter(seed: seed, capacity: Self.pieceSize + 4_096)
    var summary = SampleSummary()
    for number in 0..<dayCount {
      schedule.plan(day: number)
      let limit = min(end.milliseconds, (firstDay + Int64(number) + 1) * day)
      try schedule.takeDue(before: limit) { event in
        ledger.note(event)
        writer.write(event)
        summary.lines += 1
        summary.repeats += event.isRepeat ? 1 : 0
        try Self.hand(over: &writer, to: events, atLeast: Self.pieceSize, &summary.bytes)
      }
      try afterDay(number + 1, dayCount, summary.lines)
    }
    try Self.hand(over: &writer, to: events, atLeast: 1, &summary.bytes)
    try tell(ledger, schedule, &writer, truth, &summary)
    return summary
  }

  /// Text is handed over in pieces of about this size. Unit: bytes.
  private static let pieceSize = 1 << 18

  private static func hand(
    over writer: inout EventWriter, to sink: ([UInt8]) throws -> Void, atLeast size: Int,
    _ bytes: inout Int
  ) rethrows {
    if writer.buffer.bytes.count < size { return }
    bytes += writer.buffer.bytes.count
    try sink(writer.buffer.bytes)
    writer.removeAll()
  }

  private func tell(
    _ ledger: TruthLedger, _ schedule: SampleSchedule, _ writer: inout EventWriter,
    _ truth: ([UInt8]) throws -> Void, _ summary: inout SampleSummary
  ) rethrows {
    var ignored = 0
    writer.writeText("person,habit\n")
    for person in 0..<people {
      let habit = schedule.habit(of: person)
      for sender in ledger.identifiers(of: person) {
        writer.writeIdentifier(sender, person: Int32(person))
        writer.writeText(",\(habit.rawValue)\n")
        summary.people[habit, default: 0] += 1
      }
      try Self.hand(over: &writer, to: truth, atLeast: Self.pieceSize, &ignored)
    }
    try Self.hand(over: &writer, to: truth, atLeast: 1, &ignored)
  }
}
