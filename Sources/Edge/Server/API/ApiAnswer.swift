/// An answer that a route may give, as the document says it. Problems are not listed as answers.
package struct ApiAnswer: Sendable {
  /// The status.
  package var status: Int
  /// What it means.
  package var meaning: String
  /// The body's shape by media type; none = no body.
  package var content: [(mediaType: String, schema: ApiSchema)]

  /// An answer with a JSON body.
  static func json(_ schema: ApiSchema, _ meaning: String, status: Int = 200) -> ApiAnswer {
    ApiAnswer(status: status, meaning: meaning, content: [("application/json", schema)])
  }
}
