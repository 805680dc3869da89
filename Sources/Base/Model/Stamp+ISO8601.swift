// Instants as text, in both directions, without Foundation: the parser is on the path of every
// imported event. Accepted forms (years 0001 to 9999):
//
//     2026-03-02                      midnight UTC
//     2026-03-02T12:00Z               seconds may be left out
//     2026-03-02T12:00:00.123456Z     any number of fraction digits, cut (not rounded) to ms
//     2026-03-02 12:00:00+01:00       a blank for the T; offsets +hh:mm, +hhmm, +hh
//     2026-03-02T12:00:00             without zone: UTC, unless a zone is required
//
// A second of 60 (a leap second) is read as the second after :59.

extension Stamp {
  /// First instant that has a text, 0001-01-01T00:00:00Z.
  package static let earliestText = Stamp(milliseconds: -62_135_596_800_000)
  /// Last instant that has a text, 9999-12-31T23:59:59.999Z.
  package static let latestText = Stamp(milliseconds: 253_402_300_799_999)

  /// The instant that an ISO 8601 text names; `nil` when it names none.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - requiresZone: Whether a time of day without zone or offset is refused instead of being
  ///     read as UTC. A date alone is midnight UTC in any case.
  package init?(iso text: Span<UInt8>, requiresZone: Bool = false) {
    guard text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-")
    else { return nil }
    let year = Self.pair(text, 0) &* 100 &+ Self.pair(text, 2)
    let date = CivilDate(year: year, month: Self.pair(text, 5), day: Self.pair(text, 8))
    guard date.isValid else { return nil }
    var total = Int64(date.daysSince1970) * Milliseconds.day
    if text.count > 10 {
      let mark = text[10]
      guard mark == UInt8(ascii: "T") || mark == UInt8(ascii: " ") || mark == UInt8(ascii: "t")
      else { return nil }
      guard let clock = Self.clock(text, from: 11),
        let offset = Self.offset(text, from: clock.end, requiresZone: requiresZone)
      else { return nil }
      total += clock.milliseconds - offset
    }
    guard total >= Self.earliestText.milliseconds, total <= Self.latestText.milliseconds
    else { return nil }
    self.init(milliseconds: total)
  }

  /// The instant that an ISO 8601 text names; `nil` when it names none.
  package init?(iso text: String, requiresZone: Bool = false) {
    let bytes = Array(text.utf8)
    self.init(iso: bytes.span, requiresZone: requiresZone)
  }

  /// The instant that a count since 1970 means: seconds below 10^11 in size, else milliseconds.
  ///
  /// 10^11 seconds lie in the year 5138 and 10^11 milliseconds in 1973, so real data of either
  /// unit falls on its own side. `nil` outside the years 1 to 9999 and for values not finite.
  package init?(epoch count: Double) {
    let scaled = (count.magnitude < 1e11 ? count * 1_000 : count).rounded(.down)
    guard scaled >= Double(Self.earliestText.milliseconds),
      scaled <= Double(Self.latestText.milliseconds)
    else { return nil }
    self.init(milliseconds: Int64(scaled))
  }

  /// Reads `hh:mm[:ss[.fraction]]`.
  private static func clock(
    _ text: Span<UInt8>, from start: Int
  ) -> (milliseconds: Int64, end: Int)? {
    guard text.count >= start + 5, text[start + 2] == UInt8(ascii: ":") else { return nil }
    let hour = pair(text, start)
    let minute = pair(text, start + 3)
    if hour > 23 || minute > 59 { return nil }
    var end = start + 5
    var total = Int64(hour &* 3_600 &+ minute &* 60) &* 1_000
    guard end < text.count, text[end] == UInt8(ascii: ":") else { return (total, end) }
    guard text.count >= end + 3 else { return nil }
    let second = pair(text, end + 1)
    if second > 60 { return nil }
    total &+= Int64(second) &* 1_000
    end += 3
    if end < text.count, text[end] == UInt8(ascii: ".") || text[end] == UInt8(ascii: ",") {
      guard let fraction = fraction(text, from: end + 1) else { return nil }
      total &+= fraction.milliseconds
      end = fraction.end
    }
    return (total, end)
  }

  /// Reads one or more digits of a fraction of a second and keeps the first three.
  package static func fraction(
    _ text: Span<UInt8>, from start: Int
  ) -> (milliseconds: Int64, end: Int)? {
    var end = start
    var scale: Int64 = 100
    var total: Int64 = 0
    while end < text.count {
      let digit = text[end] &- UInt8(ascii: "0")
      if digit > 9 { break }
      // Safe: three digits count, the scale of the others is 0.
      total &+= Int64(digit) &* scale
      scale = scale == 100 ? 10 : scale == 10 ? 1 : 0
      end &+= 1
    }
    return end == start ? nil : (total, end)
  }

  /// Reads a zone that ends the text: `Z`, `+hh:mm`, `+hhmm`, `+hh` or nothing. Unit: ms to take
  /// off the local time.
  package static func offset(
    _ text: Span<UInt8>, from start: Int, requiresZone: Bool
  ) -> Int64? {
    let left = text.count - start
    if left == 0 { return requiresZone ? nil : 0 }
    let sign = text[start]
    if left == 1 { return sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      left == 3 || left == 5 || left == 6,
      pair(text, start + 1) <= 23
    else { return nil }
    let hours = pair(text, start + 1)
    var minutes = 0
    if left > 3 {
      if left == 6 && text[start + 3] != UInt8(ascii: ":") { return nil }
      minutes = pair(text, text.count - 2)
      if minutes > 59 { return nil }
    }
    let size = Int64(hours) * Milliseconds.hour + Int64(minutes) * Milliseconds.minute
    return sign == UInt8(ascii: "-") ? -size : size
  }

  /// The number that two digits spell; 10,000 and more for anything else, which no part of a time
  /// may be. The caller has checked that both lie inside the text.
  @inline(__always)
  private static func pair(_ text: Span<UInt8>, _ place: Int) -> Int {
    let high = text[place] &- UInt8(ascii: "0")
    let low = text[place &+ 1] &- UInt8(ascii: "0")
    return high > 9 || low > 9 ? 10_000 : Int(high) &* 10 &+ Int(low)
  }
}

extension Stamp {
  /// The instant as `2026-03-02T00:00:00.000Z`: always UTC, always three fraction digits.
  ///
  /// Instants outside the years 1 to 9999, which no event has, are written as their number of
  /// milliseconds.
  package var iso: String {
    var text: [UInt8] = []
    text.reserveCapacity(24)
    appendISO(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the same text as `iso` to UTF-8: answers hold many instants.
  package func appendISO(to text: inout [UInt8]) {
    guard self >= Self.earliestText, self <= Self.latestText else {
      text += "\(milliseconds) ms".utf8
      return
    }
    let day = Milliseconds.day
    let days = (milliseconds >= 0 ? milliseconds : milliseconds - (day - 1)) / day
    let date = CivilDate(daysSince1970: Int(days))
    let rest = Int(milliseconds - days * day)
    Self.put(date.year, 1_000, "-", &text)
    Self.put(date.month, 10, "-", &text)
    Self.put(date.day, 10, "T", &text)
    Self.put(rest / 3_600_000, 10, ":", &text)
    Self.put(rest / 60_000 % 60, 10, ":", &text)
    Self.put(rest / 1_000 % 60, 10, ".", &text)
    Self.put(rest % 1_000, 100, "Z", &text)
  }

  /// Appends a number from the digit worth `unit` down, then a mark.
  private static func put(_ number: Int, _ unit: Int, _ mark: Unicode.Scalar, _ text: inout [UInt8])
  {
    var divisor = unit
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
    text.append(UInt8(ascii: mark))
  }
}
