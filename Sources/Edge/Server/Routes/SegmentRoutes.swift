import Hummingbird
import StarlingEngine
import StarlingModel

/// Segments, their counts and their members.
enum SegmentRoutes {
  /// Entries of a page when nothing is said.
  private static let usualLimit = 100
  /// Members that are read at a time for a table.
  private static let tablePage = 10_000

  private static let segment = ApiParameter.path(
    "segment", .text(lengthMax: 100), "Name of the segment.")

  static func routes(_ queries: any LiveQueries) -> [ApiRoute] {
    [list(queries), one(queries), history(queries), members(queries)]
  }

  private static func list(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/segments", .read, "All segments with how many people are in each.",
      parameters: [.at], answers: [.json(.named("SegmentList"), "The segments.")], work: .much
    ) { call in
      let list = try await queries.segments(at: call.instant("at"))
      return JSONAnswer.make { $0.value(list) }
    }
  }

  private static func one(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/segments/{segment}", .read, "One segment with how many people are in it.",
      parameters: [segment, .at], answers: [.json(.named("Segment"), "The segment.")],
      problems: [.notFound], work: .much
    ) { call in
      let summary = try await queries.segment(call.path("segment"), at: call.instant("at"))
      return JSONAnswer.make { $0.value(summary) }
    }
  }

  private static func history(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/segments/{segment}/history", .read,
      "How many people were in a segment at the end of each hour.",
      parameters: [
        segment, .query("from", .instant, "The first hour; the earliest when left out."),
        .query("until", .instant, "Behind the last hour; now when left out."),
        .limit(10_000, default: 1_000),
      ],
      answers: [.json(.named("CountHistory"), "The counts.")], problems: [.notFound], work: .much
    ) { call in
      let name = call.path("segment")
      let hours = try await queries.countHistory(
        of: name, from: call.instant("from"), until: call.instant("until"),
        limit: call.limit(default: 1_000))
      return JSONAnswer.make { $0.value(hours, of: name) }
    }
  }

  private static func members(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/segments/{segment}/members", .read,
      "Who is in a segment, page by page as JSON or all at once as CSV.",
      parameters: [
        segment, .at, .after, .limit(10_000, default: Int64(usualLimit)),
        .query("format", .choice(["json", "csv"]), "Also by the header Accept: text/csv."),
      ],
      answers: [
        ApiAnswer(
          status: 200, meaning: "The members.",
          content: [("application/json", .named("MemberPage")), ("text/csv", .text())])
      ],
      problems: [.notFound], work: .much
    ) { call in
      let (name, at) = (call.path("segment"), call.instant("at"))
      let asTable = call.text("format").map { $0 == "csv" } ?? call.accepts("text/csv")
      let page = try await queries.members(
        of: name, at: at, after: call.after,
        limit: call.limit(default: asTable ? tablePage : usualLimit))
      if asTable { return table(page, name, at, queries, isWhole: call.number("limit") == nil) }
      return JSONAnswer.make { $0.value(page, of: name) }
    }
  }

  /// The members as CSV: one page in memory at a time, the next is read when this one was sent.
  private static func table(
    _ first: MemberPage, _ name: String, _ at: Stamp?, _ queries: any LiveQueries,
    isWhole: Bool
  ) -> Response {
    let body = ResponseBody { writer in
      try await writer.write(CSVLines.header)
      var page = first
      while true {
        try await writer.write(CSVLines.lines(page.members))
        guard isWhole, let next = page.next else { break }
        page = try await queries.members(of: name, at: at, after: next, limit: tablePage)
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      headers: [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"], body: body)
  }
}
