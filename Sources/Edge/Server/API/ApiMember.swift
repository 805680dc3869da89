/// A member of an object of the API.
package struct ApiMember: Sendable {
  /// Its name.
  package var name: String
  /// What it is.
  package var schema: ApiSchema
  /// What it says, with its unit.
  package var meaning: String
  /// Whether it is always there.
  package var isRequired: Bool

  /// A member that is always there.
  static func always(_ name: String, _ schema: ApiSchema, _ meaning: String = "") -> ApiMember {
    ApiMember(name: name, schema: schema, meaning: meaning, isRequired: true)
  }

  /// A member that may be missing.
  static func maybe(_ name: String, _ schema: ApiSchema, _ meaning: String = "") -> ApiMember {
    ApiMember(name: name, schema: schema, meaning: meaning, isRequired: false)
  }
}
