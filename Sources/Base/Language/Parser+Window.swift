import StarlingModel

extension Parser {
  /// `"[" window "]"`; the current token is the bracket.
  mutating func window() throws(Stop) -> Window {
    let opening = current.range
    advance()
    let start = current.range.start
    let window: Window
    switch current.kind {
    case .duration: window = try rollingWindow()
    case .name where current.keyword == .this || current.keyword == .last:
      window = try calendarWindow()
    case .instant, .dotDot: window = try absoluteWindow()
    case .number:
      throw problem(
        .badDuration, "\(shown) has no unit", expected: "a duration such as \(shown)d",
        suggestion: shown + "d")
    default:
      throw unexpected(
        expected: "a duration such as 7d, this or last with a calendar unit, or instants around ..",
        suggestion: suggestedWindow())
    }
    let range = SourceRange(start, previousEnd)
    try close(.rightBracket, "]", openedAt: opening, expected: behind(window))
    warnIfEmpty(window, range)
    return window
  }

  private func suggestedWindow() -> String? {
    guard current.kind == .name else { return nil }
    switch current.text.lowercased() {
    case "today": return "this day"
    case "yesterday": return "last day"
    default: return NearestName.find(current.text, among: ["this", "last"])
    }
  }

  private func behind(_ window: Window) -> String {
    switch window {
    case .rolling: "offset"
    case .calendar, .absolute: "nothing more"
    }
  }

  private mutating func rollingWindow() throws(Stop) -> Window {
    let length = try duration("a duration")
    guard accept(.offset) else { return .rolling(lengthMs: length, offsetMs: 0) }
    let offset = try duration("a duration such as 7d behind offset")
    return .rolling(lengthMs: length, offsetMs: offset)
  }

  private mutating func calendarWindow() throws(Stop) -> Window {
    let isLast = current.keyword == .last
    advance()
    let units = CalendarUnit.allCases.map(\.rawValue)
    guard current.kind == .name, let unit = CalendarUnit(rawValue: current.text) else {
      let expected = "\(units.dropLast().joined(separator: ", ")) or \(units.last ?? "")"
      guard current.kind == .name else { throw unexpected(expected: expected) }
      throw problem(
        .unknownUnit, "\(current.text) is not a calendar unit", expected: expected,
        suggestion: NearestName.find(current.text, among: units))
    }
    advance()
    return .calendar(isLast: isLast, unit: unit)
  }

  private mutating func absoluteWindow() throws(Stop) -> Window {
    let from = acceptInstant()
    guard accept(.dotDot) else { throw unexpected(expected: "..") }
    return .absolute(from: from, to: acceptInstant())
  }

  private mutating func acceptInstant() -> Stamp? {
    guard current.kind == .instant else { return nil }
    let stamp = Stamp(milliseconds: current.milliseconds)
    advance()
    return stamp
  }

  /// Reads a duration in milliseconds.
  mutating func duration(_ what: String, unit: String = "d") throws(Stop) -> Int64 {
    guard current.kind == .duration else {
      let isBare = current.kind == .number
      throw isBare
        ? problem(
          .badDuration, "\(shown) has no unit", expected: what, suggestion: shown + unit)
        : unexpected(expected: what)
    }
    let length = current.milliseconds
    advance()
    return length
  }

  private mutating func warnIfEmpty(_ window: Window, _ range: SourceRange) {
    switch window {
    case .rolling(0, _):
      warn(
        .emptyWindow, "a window of no length selects nothing",
        expected: "a longer duration", at: range)
    case .absolute(.some(let from), .some(let to)) where from >= to:
      warn(
        .emptyWindow, "the window does not end after its start, so it selects nothing",
        expected: "the earlier instant first; the later one is not part of the window", at: range)
    default: break
    }
  }
}
