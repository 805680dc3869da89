import Hummingbird
import StarlingEngine

/// Definitions, their check and their versions.
enum DefinitionRoutes {
  /// Unit: Unicode scalars of one definition.
  static let textLengthMax = 16_384
  /// Unit: Unicode scalars of a workspace.
  static let workspaceLengthMax = 1 << 20
  /// The words for kinds of definitions.
  static let kinds = DefinitionKind.allCases.map(\.rawValue)

  private static let place: [ApiParameter] = [
    .path("kind", .choice(kinds), "What it defines."),
    .path("name", .text(lengthMax: 100), "Its name."),
  ]

  static func routes(_ queries: any LiveQueries) -> [ApiRoute] {
    [
      list(queries), put(queries), delete(queries), check(queries), versions(queries),
      version(queries),
    ]
  }

  private static func list(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/definitions", .read, "The definitions that are in force.",
      answers: [.json(.named("DefinitionList"), "The definitions.")]
    ) { _ in
      let list = try await queries.definitions()
      return JSONAnswer.make { $0.value(list) }
    }
  }

  private static let draftMembers: [ApiMember] = [
    .always(
      "expression", .text(minLength: 1, maxLength: textLengthMax), "In the segment language."),
    .maybe("title", .orNull(.text(maxLength: 200))),
    .maybe("description", .orNull(.text(maxLength: 2_000))),
  ]

  private static func draft(
    _ kind: String, _ name: String, _ body: inout BodyObject
  ) throws(Problem) -> DefinitionDraft {
    guard let kind = DefinitionKind(rawValue: kind) else {
      throw Problem(.badRequest, "kind: expected \(kinds.joined(separator: " or "))")
    }
    return DefinitionDraft(
      kind: kind, name: name, title: try body.optionalText("title", lengthMax: 200),
      description: try body.optionalText("description", lengthMax: 2_000),
      expression: try body.text("expression", lengthMax: textLengthMax))
  }

  private static func put(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .put, "/api/definitions/{kind}/{name}", .write,
      "Adds or replaces a definition; nothing changes when it has an error.",
      parameters: place, body: .json(draftMembers),
      answers: [.json(.named("Version"), "The version that it brought.")],
      problems: [.wrongDefinition, .conflict], work: .much
    ) { call in
      var body = try await call.object()
      let draft = try draft(call.path("kind"), call.path("name"), &body)
      try body.finish()
      let version = try await queries.putDefinition(draft, by: call.author)
      return JSONAnswer.make { $0.value(version) }
    }
  }

  private static func delete(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .delete, "/api/definitions/{kind}/{name}", .write,
      "Takes a definition away, when nothing refers to it.", parameters: place,
      answers: [.json(.named("Version"), "The version without it.")],
      problems: [.notFound, .conflict, .wrongDefinition], work: .much
    ) { call in
      let kind = DefinitionKind(rawValue: call.path("kind")) ?? .segment
      let version = try await queries.deleteDefinition(kind, call.path("name"), by: call.author)
      return JSONAnswer.make { $0.value(version) }
    }
  }

  private static func check(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .post, "/api/check", .read,
      "All problems of a workspace's text, or of one definition among those in force.",
      body: .json([
        .maybe("workspace", .text(maxLength: workspaceLengthMax), "Text of a workspace file."),
        .maybe("kind", .choice(kinds)), .maybe("name", .text(maxLength: 100)),
        .maybe("expression", .text(minLength: 1, maxLength: textLengthMax)),
      ]),
      answers: [.json(.named("Check"), "The problems, errors and warnings.")], work: .much
    ) { call in
      var body = try await call.object()
      let subject: CheckSubject
      if let text = try body.optionalText("workspace", lengthMax: workspaceLengthMax) {
        subject = .workspace(text)
      } else {
        let kind = try body.text("kind", lengthMax: 20)
        let name = try body.text("name", lengthMax: 100)
        subject = .draft(try draft(kind, name, &body))
      }
      try body.finish()
      let problems = try await queries.check(subject)
      return JSONAnswer.make { $0.check(problems) }
    }
  }

  private static func versions(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/versions", .read, "Versions of the definitions, the latest first.",
      parameters: [
        .query("before", .number(1...Int64(Int32.max)), "Only versions with a smaller number."),
        .limit(1_000, default: 100),
      ],
      answers: [.json(.named("VersionList"), "The versions.")]
    ) { call in
      let versions = try await queries.versions(
        before: call.number("before").map(Int.init), limit: call.limit(default: 100))
      return JSONAnswer.make { json in
        json.object { $0.member("versions", versions) { $0.value($1) } }
      }
    }
  }

  private static func version(_ queries: any LiveQueries) -> ApiRoute {
    ApiRoute(
      .get, "/api/versions/{version}", .read,
      "One version of the definitions: its text and what it changed.",
      parameters: [.path("version", .number(1...Int64(Int32.max)), "Its number.")],
      answers: [.json(.named("VersionText"), "The version.")], problems: [.notFound]
    ) { call in
      let text = try await queries.version(Int(call.pathNumber("version")))
      return JSONAnswer.make { $0.value(text) }
    }
  }
}
