import Foundation
import StarlingModel
import StarlingSample

/// A sample, read back by somebody else's JSON reader.
struct SampleFixture: Sendable {
  /// A JSON value as far as the sample uses them.
  enum Field: Hashable, Sendable {
    case text(String)
    case number(Double)
    case object([String: Field])

    init(_ any: Any) throws {
      switch any {
      case let text as String: self = .text(text)
      case let number as Double: self = .number(number)
      case let object as [String: Any]: self = .object(try object.mapValues { try Field($0) })
      default: throw UnexpectedField(description: "\(any)")
      }
    }

    subscript(key: String) -> Field? {
      if case .object(let fields) = self { fields[key] } else { nil }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var keys: Set<String> { if case .object(let fields) = self { Set(fields.keys) } else { [] } }
  }

  struct UnexpectedField: Error { var description: String }

  /// One line of the event file.
  struct Line: Sendable {
    var text: Substring
    var fields: Field

    var type: String { fields["type"]?.text ?? "" }
    var event: String? { fields["event"]?.text }
    var userID: String? { fields["userId"]?.text }
    var anonymousID: String? { fields["anonymousId"]?.text }
    var previousID: String? { fields["previousId"]?.text }
    var messageID: String { fields["messageId"]?.text ?? "" }
    var timestamp: String { fields["timestamp"]?.text ?? "" }
    var properties: Field { fields["properties"] ?? .object([:]) }
    var traits: Field { fields["traits"] ?? .object([:]) }
    var context: Field { fields["context"] ?? .object([:]) }
    /// Unit: ms since 1970 UTC.
    var stamp: Int64

    init(_ text: Substring, _ dates: inout DateReader) throws {
      self.text = text
      fields = try Field(try JSONSerialization.jsonObject(with: Data(text.utf8)))
      stamp = try dates.milliseconds(fields["timestamp"]?.text ?? "")
    }
  }

  let shop: SampleShop
  let summary: SampleSummary
  let events: [UInt8]
  let truthText: String
  let lines: [Line]
  /// Habit by person.
  let truth: [String: String]

  init(_ shop: SampleShop) throws {
    self.shop = shop
    var events: [UInt8] = []
    var truth: [UInt8] = []
    summary = try shop.generate(
      events: { events += $0 }, truth: { truth += $0 })
    self.events = events
    truthText = String(decoding: truth, as: UTF8.self)
    var dates = DateReader()
    lines = try String(decoding: events, as: UTF8.self).split(separator: "\n")
      .map { try Line($0, &dates) }
    var habits: [String: String] = [:]
    for row in truthText.split(separator: "\n").dropFirst() {
      let cells = row.split(separator: ",").map(String.init)
      habits[cells[0]] = cells.count == 2 ? cells[1] : "row of \(cells.count) cells"
    }
    self.truth = habits
  }

  /// The sample that most tests look at, made once.
  static let shared = Result { try SampleFixture(SampleShop(people: 400, days: 40, seed: 7)) }

  /// Lines without repeated deliveries, by person after all joins, in order of time.
  var timelines: [String: [Line]] {
    var users: [String: String] = [:]
    for line in lines {
      guard let user = line.userID, let other = line.anonymousID ?? line.previousID else {
        continue
      }
      users[other] = user
    }
    var seen: Set<String> = []
    var timelines: [String: [Line]] = [:]
    for line in lines where seen.insert(line.messageID).inserted {
      let identifier = line.userID ?? line.anonymousID ?? "nobody"
      timelines[users[identifier] ?? identifier, default: []].append(line)
    }
    return timelines.mapValues { $0.sorted { $0.stamp < $1.stamp } }
  }
}

/// Reads instants such as `2026-01-31T12:00:00.250Z`; Foundation's calendar reads each date once.
struct DateReader {
  private var days: [Substring: Int64] = [:]

  /// Unit: ms since 1970 UTC.
  mutating func milliseconds(_ text: String) throws -> Int64 {
    let clock = text.dropFirst(11).dropLast().split { ":.".contains($0) }.compactMap { Int64($0) }
    guard clock.count == 4 else { throw SampleFixture.UnexpectedField(description: text) }
    let date = text.prefix(10)
    let day =
      try days[date]
      ?? Int64(Date.ISO8601FormatStyle().parse("\(date)T00:00:00Z").timeIntervalSince1970)
    days[date] = day
    return (day + (clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1_000 + clock[3]
  }
}
