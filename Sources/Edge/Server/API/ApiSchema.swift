/// The shape of a JSON value, as far as JSON Schema says it and the API needs it.
package indirect enum ApiSchema: Sendable {
  /// A text; with its lengths for what is sent to the server. Unit: Unicode scalars.
  case text(minLength: Int = 0, maxLength: Int? = nil)
  /// An instant, ISO 8601 in UTC.
  case instant
  /// One of a few words.
  case choice([String])
  /// A whole number of at least so much.
  case integer(minimum: Int64)
  /// Any number.
  case number
  case truth
  case list(ApiSchema, minItems: Int = 0)
  /// An object with these members and no others.
  case object([ApiMember])
  /// An object whose members may have any names.
  case map(ApiSchema)
  /// Such a value or null.
  case orNull(ApiSchema)
  /// One of the shapes under `components`.
  case named(String)
  case anything
}
