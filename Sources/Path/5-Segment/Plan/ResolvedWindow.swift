import StarlingLanguage
import StarlingModel

/// A window at an instant: the rows with `after` < time <= `through`, and how that will move.
struct ResolvedWindow {
  /// Index in the plan's windows.
  var index: Int
  /// Exclusive. Unit: ms since 1970 UTC.
  var after: Int64
  /// Inclusive, never later than now.
  var through: Int64
  /// A row leaves this long after its time; 0 = never. Unit: ms.
  var leavesAfter: Int64 = 0
  /// A row enters this long after its time; 0 = at once. Unit: ms.
  var entersAfter: Int64 = 0
  /// The instant at which the whole window moves; `.max` = never.
  var boundary: Int64 = .max

  /// Whether rows come and go only at their own time plus a constant, entering at once.
  @inline(__always) var onlyLoses: Bool { entersAfter == 0 && boundary == .max }

  /// The instant from which a row that enters at its own time is no longer in the window; `.max` =
  /// never, `.min` = it is not in it.
  @inline(__always)
  func end(ofRow time: Int64) -> Int64 {
    if time <= after || time > through { return .min }
    return leavesAfter == 0 ? boundary : time &+ leavesAfter
  }
}

/// Resolves the windows of a plan; remembers the calendar unit it was last asked about.
struct WindowResolver {
  private let windows: [Window?]
  let calendar: ZoneCalendar
  /// By window: start of the unit before, of the current one and of the next.
  private var units: [(before: Int64, start: Int64, end: Int64)]
  /// The local day that was last asked about, as far as one offset from UTC holds in it.
  private var day: (from: Int64, until: Int64, number: Int64) = (.max, .min, 0)

  init(_ plan: Plan) {
    windows = plan.windows
    calendar = plan.calendar
    units = windows.map { _ in (0, 0, 0) }
  }

  /// Days since 1970-01-01 of the local date at an instant.
  @inline(__always)
  mutating func day(at instant: Int64) -> Int64 {
    if instant < day.from || instant >= day.until { turn(to: instant) }
    return day.number
  }

  /// When the day that was asked about last ends, or the local clock changes before.
  /// Unit: ms since 1970 UTC.
  var dayEnd: Int64 { day.until }

  private mutating func turn(to instant: Int64) {
    let period = calendar.period(at: instant)
    let number = (instant + period.offset).flooredQuotient(by: Milliseconds.day)
    let start = number * Milliseconds.day - period.offset
    day = (max(period.from, start), min(period.until, start + Milliseconds.day), number)
  }

  /// The window at `now`.
  mutating func resolve(_ window: Int, at now: Int64) -> ResolvedWindow {
    switch windows[window] {
    case nil: return ResolvedWindow(index: window, after: .min, through: now)
    case .rolling(let lengthMs, let offsetMs):
      let through = now &- offsetMs
      return ResolvedWindow(
        index: window, after: through &- lengthMs, through: through,
        leavesAfter: lengthMs &+ offsetMs,
        entersAfter: offsetMs)
    case .absolute(let from, let to):
      return ResolvedWindow(
        index: window, after: from.map { $0.milliseconds - 1 } ?? .min,
        through: min(now, to.map { $0.milliseconds - 1 } ?? .max))
    case .calendar(let isLast, let unit):
      if !(units[window].start <= now && now < units[window].end) {
        units[window] = (
          calendar.start(of: unit, at: now, distance: -1), calendar.start(of: unit, at: now),
          calendar.start(of: unit, at: now, distance: 1)
        )
      }
      let unit = units[window]
      return isLast
        ? ResolvedWindow(
          index: window, after: unit.before - 1, through: unit.start - 1, boundary: unit.end)
        : ResolvedWindow(
          index: window, after: unit.start - 1, through: now, boundary: unit.end)
    }
  }

  /// Whether rows of a window enter at their own time and only leave after that.
  func onlyLoses(_ window: Int) -> Bool {
    switch windows[window] {
    case nil, .rolling(_, 0), .absolute: true
    case .rolling, .calendar: false
    }
  }

  /// Whether each row is in a window from its own time on until an instant that is known then, or
  /// never.
  func holdsAtOnce(_ window: Int) -> Bool {
    switch windows[window] {
    case nil, .rolling(_, 0), .absolute, .calendar(false, _): true
    case .rolling, .calendar: false
    }
  }

  /// Whether a window holds every visible row.
  func isUnlimited(_ window: Int) -> Bool { windows[window] == nil }

  /// How far back from now the window can reach; `nil` when it has no fixed reach.
  func reachMs(_ window: Int) -> Int64? {
    if case .rolling(let lengthMs, let offsetMs) = windows[window] { return lengthMs &+ offsetMs }
    return nil
  }
}
