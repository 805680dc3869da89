import Hummingbird
import StarlingModel

/// The clock of a server that was started with `--clock controlled`: tests move it.
enum ClockRoutes {
  static func routes(_ clock: ControlledClock) -> [ApiRoute] {
    [
      ApiRoute(
        .put, "/api/clock", .admin,
        "Moves the clock forward; returns when everything due by then was handled and announced.",
        parameters: [
          .query("now", .instant, "The instant that it will be; left out, nothing is moved.")
        ],
        answers: [.json(.named("Clock"), "What time it is.")], work: .much
      ) { call in
        if let now = call.instant("now") { await clock.move(now) }
        let now = clock.now()
        return JSONAnswer.make { json in json.object { $0.member("now", now) } }
      }
    ]
  }
}

/// A clock that stands until it is moved.
package struct ControlledClock: Sendable {
  /// What time it is.
  package var now: @Sendable () -> Stamp
  /// Moves it, never back, and returns when everything due by then was handled.
  package var move: @Sendable (Stamp) async -> Void

  /// A clock of these.
  package init(
    now: @escaping @Sendable () -> Stamp, move: @escaping @Sendable (Stamp) async -> Void
  ) {
    self.now = now
    self.move = move
  }
}
