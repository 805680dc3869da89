import Hummingbird
import StarlingEngine

/// What could not be accepted: look at it, mend it, try it again.
enum QuarantineRoutes {
  /// The words for states.
  static let states = QuarantineState.allCases.map(\.rawValue)

  private static let id = ApiParameter.path("entry", .number(1...Int64.max), "Its number.")
  private static let filter: [ApiParameter] = [
    .query("reason", .text(lengthMax: 100), "Only those refused for this reason."),
    .query("source", .number(1...Int64(UInt32.max)), "Only those of this source."),
  ]

  static func routes(_ queries: any LiveQueries) -> [ApiRoute] {
    [list(queries), counts(queries), fix(queries), drop(queries), replay(queries)]
  }

  private static func filter(_ call: ApiCall) -> QuarantineFilter {
    QuarantineFilter(
      reason: call.text("reason"), source: call.number("source").map(UInt32.init),
      state: call.text("state").flatMap(QuarantineState.init))
  }

  private static func list(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/quarantine", .read, "What could not be accepted, the latest first.",
      parameters: filter + [
        .query("state", .choice(states), "Only those in this state."),
        .query("before", .number(1...Int64.max), "The next of the page before."),
        .limit(1_000, default: 100),
      ],
      answers: [.json(.named("QuarantinePage"), "The entries.")]
    ) { call in
      let limit = call.limit(default: 100)
      let entries = try await queries.quarantine(
        filter(call), before: call.number("before"), limit: limit)
      return JSONAnswer.make { json in
        json.object { json in
          json.member("entries", entries) { $0.value($1) }
          json.key("next")
          if entries.count == limit, let last = entries.last {
            json.value(last.id)
          } else {
            json.null()
          }
        }
      }
    }
  }

  private static func counts(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/quarantine/counts", .read, "How many open entries there are, and why.",
      answers: [.json(.named("QuarantineCounts"), "The counts.")]
    ) { _ in
      let counts = try await queries.quarantineCounts()
      return JSONAnswer.make { $0.value(counts) }
    }
  }

  private static func fix(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .put, "/api/quarantine/{entry}", .write,
      "Replaces the text of an entry and tries it again.", parameters: [id],
      body: ApiBody(mediaType: "application/octet-stream", schema: .text()),
      answers: [.json(.named("Replay"), "What became of it.")], problems: [.notFound, .conflict],
      work: .much
    ) { call in
      let raw = Array(try await call.body().readableBytesView)
      let outcome = try await queries.fixQuarantined(call.pathNumber("entry"), raw: raw)
      return JSONAnswer.make { $0.value(outcome) }
    }
  }

  private static func drop(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .delete, "/api/quarantine/{entry}", .write, "Gives an entry up.", parameters: [id],
      answers: [ApiAnswer(status: 204, meaning: "It is given up.", content: [])],
      problems: [.notFound]
    ) { call in
      try await queries.dropQuarantined(call.pathNumber("entry"))
      return JSONAnswer.empty
    }
  }

  private static func replay(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .post, "/api/quarantine/replay", .write, "Tries open entries again as they are.",
      parameters: filter + [.limit(10_000, default: 1_000)],
      answers: [.json(.named("Replay"), "What became of them.")], work: .much
    ) { call in
      let outcome = try await queries.replayQuarantined(
        filter(call), limit: call.limit(default: 1_000))
      return JSONAnswer.make { $0.value(outcome) }
    }
  }
}
