import HTTPTypes
import Hummingbird
import NIOCore

/// The OpenAPI 3.1 document, written from the table of routes that the router has.
package enum OpenAPIDocument {
  /// The route that serves it.
  static func route(_ text: String) -> ApiRoute {
    ApiRoute(
      .get, "/api/openapi.json", nil, "This document.",
      answers: [.json(.map(.anything), "An OpenAPI 3.1 document.")]
    ) { _ in
      Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
  }

  /// The document of routes.
  package static func text(_ routes: [ApiRoute]) -> String {
    var json = JSONWriter(capacity: 64 << 10)
    json.object { json in
      json.member("openapi", "3.1.0")
      json.key("info")
      json.object { json in
        json.member("title", "Starling")
        json.member("version", "1")
        json.member("description", "Audience segments, exact at every instant.")
      }
      json.key("paths")
      json.object { json in paths(routes, &json) }
      json.key("components")
      json.object { json in
        json.key("securitySchemes")
        json.raw("{\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"}}")
        json.key("schemas")
        json.object { json in
          for (name, schema) in ApiShapes.all {
            json.key(named: name)
            json.value(schema)
          }
        }
      }
    }
    json.endLine()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private static func paths(_ routes: [ApiRoute], _ json: inout JSONWriter) {
    var paths: [String] = []
    for route in routes where !paths.contains(route.path) { paths.append(route.path) }
    for path in paths {
      json.key(named: path)
      json.object { json in
        for route in routes where route.path == path {
          json.key(named: route.method.rawValue.lowercased())
          json.object { json in operation(route, &json) }
        }
      }
    }
  }

  private static func operation(_ route: ApiRoute, _ json: inout JSONWriter) {
    json.member("summary", route.summary)
    if let scope = route.scope {
      json.member("description", "Needs a key with the scope \(scope.words.joined()).")
      json.key("security")
      json.raw("[{\"key\":[]}]")
    }
    if !route.parameters.isEmpty {
      json.member("parameters", route.parameters) { parameter($1, &$0) }
    }
    if let body = route.body {
      json.key("requestBody")
      json.object { json in
        json.member("required", true)
        json.key("content")
        json.object { $0.content(body.mediaType, body.schema) }
      }
    }
    json.key("responses")
    json.object { json in
      for answer in route.answers { Self.answer(answer, &json) }
      let statuses = Set(route.answers.map(\.status))
      var kinds: [Int: [ProblemKind]] = [:]
      for kind in route.allProblems {
        kinds[ErrorResponses.status(kind).code, default: []] += [kind]
      }
      for (status, kinds) in kinds.sorted(by: { $0.key < $1.key }) where !statuses.contains(status)
      {
        json.key(named: "\(status)")
        json.object { json in
          json.member("description", kinds.map(ErrorResponses.title).joined(separator: "; ") + ".")
          json.key("content")
          json.object { $0.content("application/problem+json", .named("Problem")) }
        }
      }
    }
  }

  private static func parameter(_ parameter: ApiParameter, _ json: inout JSONWriter) {
    json.object { json in
      json.member("name", parameter.name)
      json.member("in", parameter.place.rawValue)
      if parameter.place == .path { json.member("required", true) }
      json.member("description", parameter.meaning)
      if case .names = parameter.kind {
        json.member("style", "form")
        json.member("explode", false)
      }
      json.key("schema")
      json.value(parameter.kind)
    }
  }

  private static func answer(_ answer: ApiAnswer, _ json: inout JSONWriter) {
    json.key(named: "\(answer.status)")
    json.object { json in
      json.member("description", answer.meaning)
      if answer.content.isEmpty { return }
      json.key("content")
      json.object { json in
        for (mediaType, schema) in answer.content { json.content(mediaType, schema) }
      }
    }
  }
}
