import StarlingModel
import StarlingTestSupport

/// How far the instants of a world lie apart, and how long its windows are.
enum WorldScale: CaseIterable {
  /// Half an hour to a week: as people have them.
  case days
  /// As long as requests are under way, so that much ends between two of them.
  case seconds
  /// A few, so that many events share an instant; around a midnight in Berlin.
  case milliseconds

  /// Lengths of windows, and of pauses between events. Unit: ms.
  var lengthsMs: [Int64] {
    switch self {
    case .days: TimelineGenerator.usualLengthsMs
    case .seconds: [50, 100, 200, 1_000, 2_000, 15_000, 60_000]
    case .milliseconds: [1, 2, 3, 5, 8, 13]
    }
  }

  /// No event is earlier, but for one millisecond.
  var start: Stamp {
    switch self {
    case .days: TimelineGenerator.usualStart
    case .seconds, .milliseconds: Stamp("2026-03-31T21:59:59.990Z")
    }
  }

  /// A quarter of the time that a request is under way at most, on good days. Unit: ms.
  var latencyMs: Int64 { self == .milliseconds ? 1 : 50 }

  /// How long nobody starts a server that crashed. Unit: ms.
  func downMs(using random: inout SeededGenerator) -> Int64 {
    random.pick(
      self == .days ? [1_000, 5_000, 60_000, 3_600_000] : [5, 50, 500, 5_000, 60_000, 3_600_000])
  }

  /// From an event to its being sent: mostly at once, sometimes late, sometimes, by a clock that
  /// runs ahead, before it happened. Unit: ms.
  func delayMs(using random: inout SeededGenerator) -> Int64 {
    switch random.number(0...99) {
    case 0..<70: Int64(random.number(0...20)) * min(100, lengthsMs[0])
    case 70..<90: random.pick(lengthsMs) * Int64(random.number(1...3))
    default: -random.pick(lengthsMs)
    }
  }
}
