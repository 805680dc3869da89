import Hummingbird
import StarlingEngine

/// Questions about people in general: preview and overlap.
enum QuestionRoutes {
  static func routes(_ queries: any LiveQueries) -> [ApiRoute] {
    [preview(queries), overlap(queries)]
  }

  private static func preview(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .post, "/api/preview", .read, "Who would be in a segment of an expression.",
      parameters: [.at, .limit(1_000, default: 20)],
      body: .json([
        .always("expression", .text(minLength: 1, maxLength: 16_384), "In the segment language.")
      ]),
      answers: [.json(.named("Preview"), "How many, and some of them.")],
      problems: [.wrongDefinition], work: .much
    ) { call in
      var body = try await call.object()
      let expression = try body.text("expression", lengthMax: DefinitionRoutes.textLengthMax)
      try body.finish()
      let answer = try await queries.preview(
        expression, at: call.instant("at"), limit: call.limit(default: 20))
      return JSONAnswer.make { $0.value(answer) }
    }
  }

  private static func overlap(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/overlap", .read, "How many people are in both, for all pairs of segments.",
      parameters: [
        .query("segments", .names(countMax: 100), "Of these segments; of all when left out."), .at,
      ],
      answers: [.json(.named("Overlap"), "The table.")], problems: [.notFound], work: .much
    ) { call in
      let table = try await queries.overlap(of: call.names("segments"), at: call.instant("at"))
      return JSONAnswer.make { $0.value(table) }
    }
  }
}
