import StarlingModel

/// How the times of a table are written.
///
/// `iso`, `epoch_s`, `epoch_ms`, `epoch_us`, or a pattern of literal text and
///
///     %Y year, 4 digits    %m month   %d day       %H hour 0-23   %M minute   %S second
///     %y year 2000-2099    %b Jan     %e day       %I hour 1-12   %p AM/PM
///     %.f  a dot and the fraction of the second, or nothing      %f the fraction's digits
///     %z  Z, +hh:mm, +hhmm or +hh     %F = %Y-%m-%d     %T = %H:%M:%S     %% a percent sign
///
/// Numbers may leave out leading zeros where that is unambiguous (`1/5/2024` fits `%m/%d/%Y`).
struct CSVTimeFormat: Hashable {
  /// One step of a pattern.
  enum Step: Hashable {
    case literal(UInt8)
    case year, shortYear, month, monthName, day, hour, halfDayHour, halfDay, minute, second
    case fraction, dotFraction, zone
  }

  /// The way of reading.
  enum Kind: Hashable {
    case iso
    /// A count; the unit in milliseconds is `multiplier` / `divisor`.
    case epoch(multiplier: Double, divisor: Double)
    case pattern([Step])
  }

  let kind: Kind

  /// What `init` accepts, for messages.
  static let description =
    "iso, epoch_s, epoch_ms, epoch_us, or a pattern such as %Y-%m-%d %H:%M:%S%.f"

  /// Reads the name or pattern of a format; `nil` when it makes no sense.
  init?(_ text: String) {
    switch text {
    case "iso": kind = .iso
    case "epoch_s": kind = .epoch(multiplier: 1_000, divisor: 1)
    case "epoch_ms": kind = .epoch(multiplier: 1, divisor: 1)
    case "epoch_us": kind = .epoch(multiplier: 1, divisor: 1_000)
    default:
      guard let steps = Self.steps(text) else { return nil }
      kind = .pattern(steps)
    }
  }

  /// The format of this name or pattern.
  ///
  /// - Throws: `CollectError.badMapping` when there is none.
  static func named(_ text: String) throws(CollectError) -> CSVTimeFormat {
    if let format = CSVTimeFormat(text) { return format }
    throw CollectError(.badMapping, place: "time_format", "\"\(text)\" is none of \(description)")
  }

  private static func steps(_ text: String) -> [Step]? {
    let expanded = text.replacing("%F", with: "%Y-%m-%d").replacing("%T", with: "%H:%M:%S")
    var steps: [Step] = []
    var bytes = Array(expanded.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte != UInt8(ascii: "%") {
        steps.append(.literal(byte))
        continue
      }
      guard let letter = bytes.popFirst() else { return nil }
      if letter == UInt8(ascii: ".") {
        if bytes.popFirst() != UInt8(ascii: "f") { return nil }
        steps.append(.dotFraction)
      } else if let step = byLetter[letter] {
        steps.append(step)
      } else {
        return nil
      }
    }
    let hasYear = steps.contains(.year) || steps.contains(.shortYear)
    let hasMonth = steps.contains(.month) || steps.contains(.monthName)
    return hasYear && hasMonth && steps.contains(.day) ? steps : nil
  }

  private static let byLetter: [UInt8: Step] = [
    UInt8(ascii: "Y"): .year, UInt8(ascii: "y"): .shortYear, UInt8(ascii: "m"): .month,
    UInt8(ascii: "b"): .monthName, UInt8(ascii: "d"): .day, UInt8(ascii: "e"): .day,
    UInt8(ascii: "H"): .hour, UInt8(ascii: "I"): .halfDayHour, UInt8(ascii: "p"): .halfDay,
    UInt8(ascii: "M"): .minute, UInt8(ascii: "S"): .second, UInt8(ascii: "f"): .fraction,
    UInt8(ascii: "z"): .zone, UInt8(ascii: "%"): .literal(UInt8(ascii: "%")),
  ]
}
