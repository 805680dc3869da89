import StarlingModel

/// What picks events out of a timeline: names, a filter and a window.
package struct Selector: Hashable, Sendable {
  /// Which events, before filter and window.
  package enum Source: Hashable, Sendable {
    /// `*`: every track, page and screen event.
    case all
    /// Track, page and screen events of this name.
    case named(String)
    /// The virtual event `session` (written bare; a quoted "session" is an ordinary name).
    case session
  }

  /// Which events, before filter and window.
  package var source: Source
  /// The property that an aggregate reads.
  package var path: PropertyPath?
  /// A condition on the properties of each event.
  package var filter: Expression?
  /// The range of time; all visible events when nil.
  package var window: Window?
  /// The bytes of the source text that it was read from.
  package var range: SourceRange

  /// Makes a selector; only what is given restricts it.
  package init(
    _ source: Source, path: PropertyPath? = nil, filter: Expression? = nil,
    window: Window? = nil, range: SourceRange = SourceRange(0, 0)
  ) {
    self.source = source
    self.path = path
    self.filter = filter
    self.window = window
    self.range = range
  }

  /// Equal meaning; ranges do not count.
  package static func == (left: Selector, right: Selector) -> Bool {
    left.source == right.source && left.path == right.path && left.filter == right.filter
      && left.window == right.window
  }

  /// Hashes the meaning; ranges do not count.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(path)
    hasher.combine(filter)
    hasher.combine(window)
  }
}

/// A range of time, read at `now`.
package enum Window: Hashable, Sendable {
  /// (now - length - offset, now - offset]. Unit: ms.
  case rolling(lengthMs: Int64, offsetMs: Int64)
  /// `this` unit: [start of the unit that holds now, now]; `last` unit: the one before,
  /// [start, end).
  case calendar(isLast: Bool, unit: CalendarUnit)
  /// [from, to), either side open when nil.
  case absolute(from: Stamp?, to: Stamp?)
}

/// A selector, or several joined by `then`.
package struct Pattern: Hashable, Sendable {
  /// What the first event must match.
  package var first: Selector
  /// What must, or must not, follow; in order.
  package var steps: [Step]

  /// Makes a pattern; without steps it is true when `first` selects something.
  package init(_ first: Selector, _ steps: [Step] = []) {
    self.first = first
    self.steps = steps
  }

  /// One `then` of a pattern.
  package enum Step: Hashable, Sendable {
    /// `then selector within d [without selector]`. Unit: ms.
    case then(Selector, withinMs: Int64, without: Selector?)
    /// `then no selector within d`. Unit: ms.
    case absent(Selector, withinMs: Int64)
  }
}
