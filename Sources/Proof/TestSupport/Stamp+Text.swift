import StarlingModel
import StarlingReference

extension Stamp {
  /// The instant that a date or a date and time with zone names.
  ///
  /// - Precondition: It names one; for instants that a test spells out.
  package init(_ text: String) {
    guard let stamp = namedInstant(text) else {
      preconditionFailure("\(text) names no instant; write it as 2026-03-02T00:00:00.000Z")
    }
    self = stamp
  }

  /// The instant as `2026-03-02T00:00:00.000Z`.
  package var text: String {
    var day = milliseconds / Milliseconds.day
    var rest = milliseconds % Milliseconds.day
    if rest < 0 {
      day -= 1
      rest += Milliseconds.day
    }
    let date = calendarDate(day: Int(day))
    let fields: [(Int, Int, String)] = [
      (date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T"),
      (Int(rest / Milliseconds.hour), 2, ":"), (Int(rest / Milliseconds.minute % 60), 2, ":"),
      (Int(rest / Milliseconds.second % 60), 2, "."), (Int(rest % 1000), 3, "Z"),
    ]
    return fields.map { number, width, end in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits + end
    }.joined()
  }

  /// The instant a number of milliseconds later.
  package func advanced(byMs milliseconds: Int64) -> Stamp {
    Stamp(milliseconds: self.milliseconds + milliseconds)
  }
}
