/// The body that a route takes, as the document says it.
package struct ApiBody: Sendable {
  /// Its media type.
  package var mediaType: String
  /// Its shape.
  package var schema: ApiSchema

  /// A JSON body.
  static func json(_ members: [ApiMember]) -> ApiBody {
    ApiBody(mediaType: "application/json", schema: .object(members))
  }
}
