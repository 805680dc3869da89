import Hummingbird
import StarlingEngine

/// One person: who it is, what happened, and in which segments.
enum PeopleRoutes {
  private static let person = ApiParameter.path(
    "person", .text(lengthMax: 1_024), "Any identifier of the person.")
  private static let segment = ApiParameter.path(
    "segment", .text(lengthMax: 100), "Name of the segment.")

  /// The path of the call that applications make while they render a page.
  static let segmentsPath = "/api/people/{person}/segments"

  static func routes(_ queries: any LiveQueries) -> [ApiRoute] {
    [segments(queries), one(queries), timeline(queries), explain(queries)]
  }

  private static func segments(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, segmentsPath, .read,
      "The segments that a person is in, since when, and until when if nothing more happens.",
      parameters: [person, .at], answers: [.json(.named("PersonSegments"), "The segments.")],
      problems: [.notFound], work: .much
    ) { call in
      let segments = try await queries.segments(
        ofPerson: call.path("person"), at: call.instant("at"))
      return JSONAnswer.make { $0.value(segments) }
    }
  }

  private static func one(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/people/{person}", .read, "Who a person is: identifiers, traits, segments.",
      parameters: [person], answers: [.json(.named("Person"), "The person.")],
      problems: [.notFound], work: .much
    ) { call in
      let person = try await queries.person(call.path("person"))
      return JSONAnswer.make { $0.value(person) }
    }
  }

  private static func timeline(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/people/{person}/timeline", .read, "A person's events, the latest first.",
      parameters: [
        person, .query("from", .instant, "The earliest instant."),
        .query("until", .instant, "Behind the latest instant."), .after,
        .limit(1_000, default: 100),
      ],
      answers: [.json(.named("TimelinePage"), "The events.")], problems: [.notFound], work: .much
    ) { call in
      let page = try await queries.timeline(
        ofPerson: call.path("person"), from: call.instant("from"), until: call.instant("until"),
        after: call.after, limit: call.limit(default: 100))
      return JSONAnswer.make { $0.value(page) }
    }
  }

  private static func explain(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/people/{person}/segments/{segment}", .read,
      "Why a person is in a segment or is not, and when that flips.",
      parameters: [person, segment, .at],
      answers: [.json(.named("Explanation"), "The expression, part by part.")],
      problems: [.notFound], work: .much
    ) { call in
      let answer = try await queries.explain(
        person: call.path("person"), segment: call.path("segment"), at: call.instant("at"))
      return JSONAnswer.make { $0.value(answer) }
    }
  }
}
