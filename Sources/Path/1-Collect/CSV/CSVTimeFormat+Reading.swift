import StarlingColumns
import StarlingModel

extension CSVTimeFormat {
  /// The instant that a field names; `nil` when it names none.
  ///
  /// - Parameters:
  ///   - text: Without blanks at its ends.
  ///   - zone: Of times that state none; `nil` for UTC.
  func stamp(_ text: Span<UInt8>, zone: ZoneOffsets?) -> Stamp? {
    switch kind {
    case .iso:
      guard let zone else { return Stamp(iso: text) }
      if let stamp = Stamp(iso: text, requiresZone: true), text.count > 10 {
        return stamp
      }
      return Stamp(iso: text).flatMap { zone.instant(ofLocal: $0) }
    case .epoch(let multiplier, let divisor):
      guard let count = DecimalText.number(text) else { return nil }
      let scaled = (count * multiplier / divisor).rounded(.down)
      guard scaled >= Double(Stamp.earliestText.milliseconds),
        scaled <= Double(Stamp.latestText.milliseconds)
      else { return nil }
      return Stamp(milliseconds: Int64(scaled))
    case .pattern(let steps):
      var reader = PatternReader()
      guard reader.read(text, steps), let local = reader.local else { return nil }
      if let offset = reader.offsetMs { return Stamp(milliseconds: local.milliseconds - offset) }
      return zone.map { $0.instant(ofLocal: local) } ?? local
    }
  }
}

/// Collects the parts of a time while a pattern is followed.
private struct PatternReader {
  private var date = CivilDate(year: 1, month: 1, day: 1)
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var milliseconds: Int64 = 0
  private var isAfternoon: Bool?
  private var place = 0
  /// What `%z` read. Unit: ms to take off the local time.
  private(set) var offsetMs: Int64?

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].map { Array($0.utf8) }

  /// The time as if its zone were UTC; `nil` when there is no such time.
  var local: Stamp? {
    var hour = hour
    if let isAfternoon {
      if hour < 1 || hour > 12 { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard date.isValid, hour <= 23, minute <= 59, second <= 60 else { return nil }
    let seconds = Int64(hour * 3_600 + minute * 60 + second)
    let total = Int64(date.daysSince1970) * Milliseconds.day + seconds * 1_000 + milliseconds
    return Stamp(milliseconds: total)
  }

  /// Follows the pattern to the end of the text; `false` when they do not fit.
  mutating func read(_ text: Span<UInt8>, _ steps: [CSVTimeFormat.Step]) -> Bool {
    for step in steps {
      if !read(text, step) { return false }
    }
    return place == text.count
  }

  private mutating func read(_ text: Span<UInt8>, _ step: CSVTimeFormat.Step) -> Bool {
    switch step {
    case .literal(let byte):
      if place == text.count || text[place] != byte { return false }
      place += 1
      return true
    case .year: return Self.number(text, &place, digits: 4, &date.year)
    case .shortYear:
      let fits = Self.number(text, &place, digits: 2, &date.year)
      date.year += 2_000
      return fits
    case .month: return Self.number(text, &place, digits: 2, &date.month)
    case .monthName: return monthName(text)
    case .day: return Self.number(text, &place, digits: 2, &date.day)
    case .hour, .halfDayHour: return Self.number(text, &place, digits: 2, &hour)
    case .halfDay: return halfDay(text)
    case .minute: return Self.number(text, &place, digits: 2, &minute)
    case .second: return Self.number(text, &place, digits: 2, &second)
    case .fraction: return fraction(text)
    case .dotFraction:
      if place == text.count || text[place] != UInt8(ascii: ".") { return true }
      place += 1
      return fraction(text)
    case .zone:
      offsetMs = Stamp.offset(text, from: place, requiresZone: true)
      place = text.count
      return offsetMs != nil
    }
  }

  private static func number(
    _ text: Span<UInt8>, _ place: inout Int, digits: Int, _ part: inout Int
  ) -> Bool {
    var total = 0
    var index = place
    while index < text.count && index < place + digits {
      let digit = text[index] &- UInt8(ascii: "0")
      if digit > 9 { break }
      total = total * 10 + Int(digit)
      index += 1
    }
    if index == place { return false }
    place = index
    part = total
    return true
  }

  private mutating func fraction(_ text: Span<UInt8>) -> Bool {
    guard let read = Stamp.fraction(text, from: place) else { return false }
    milliseconds = read.milliseconds
    place = read.end
    return true
  }

  private mutating func monthName(_ text: Span<UInt8>) -> Bool {
    if place + 3 > text.count { return false }
    let lower = (0..<3).map { text[place + $0] | 0x20 }
    guard let index = Self.months.firstIndex(of: lower) else { return false }
    date.month = index + 1
    place += 3
    return true
  }

  private mutating func halfDay(_ text: Span<UInt8>) -> Bool {
    if place + 2 > text.count || text[place + 1] | 0x20 != UInt8(ascii: "m") { return false }
    let letter = text[place] | 0x20
    if letter != UInt8(ascii: "a") && letter != UInt8(ascii: "p") { return false }
    isAfternoon = letter == UInt8(ascii: "p")
    place += 2
    return true
  }
}
