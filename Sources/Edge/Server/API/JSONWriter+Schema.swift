/// Shapes as JSON Schema.
extension JSONWriter {
  /// Writes a member of `content`.
  mutating func content(_ mediaType: String, _ schema: ApiSchema) {
    key(named: mediaType)
    object { json in
      json.key("schema")
      json.value(schema)
    }
  }

  /// Writes the schema of a shape.
  mutating func value(_ schema: ApiSchema) {
    object { $0.keywords(schema) }
  }

  /// Writes the schema of a parameter.
  mutating func value(_ kind: ApiParameter.Kind) {
    object { json in
      switch kind {
      case .text(let lengthMax):
        json.member("type", "string")
        json.member("minLength", 1)
        json.member("maxLength", lengthMax)
      case .number(let bounds):
        json.member("type", "integer")
        json.member("minimum", bounds.lowerBound)
        json.member("maximum", bounds.upperBound)
      case .instant: json.keywords(.instant)
      case .duration:
        json.member("type", "string")
        json.member("pattern", "^[0-9]{1,2}s$")
      case .choice(let words): json.keywords(.choice(words))
      case .names(let countMax):
        json.member("type", "array")
        json.member("minItems", 1)
        json.member("maxItems", countMax)
        json.key("items")
        json.raw("{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_-]{1,60}$\"}")
      case .cursor:
        json.member("type", "string")
        json.member("pattern", "^[A-Za-z0-9._-]{1,200}$")
      }
    }
  }

  private mutating func keywords(_ schema: ApiSchema) {
    switch schema {
    case .text(let minLength, let maxLength):
      member("type", "string")
      if minLength > 0 { member("minLength", minLength) }
      if let maxLength { member("maxLength", maxLength) }
    case .instant:
      member("type", "string")
      member("format", "date-time")
    case .choice(let words):
      member("type", "string")
      member("enum", words) { $0.value($1) }
    case .integer(let minimum):
      member("type", "integer")
      member("minimum", minimum)
    case .number: member("type", "number")
    case .truth: member("type", "boolean")
    case .list(let element, let minItems):
      member("type", "array")
      if minItems > 0 { member("minItems", minItems) }
      key("items")
      value(element)
    case .object(let members): object(members)
    case .map(let element):
      member("type", "object")
      key("additionalProperties")
      value(element)
    case .orNull(let schema):
      member("anyOf", [schema, nil]) { json, schema in
        if let schema { json.value(schema) } else { json.raw("{\"type\":\"null\"}") }
      }
    case .named(let name): member("$ref", "#/components/schemas/\(name)")
    case .anything: break
    }
  }

  private mutating func object(_ members: [ApiMember]) {
    member("type", "object")
    member("additionalProperties", false)
    member("required", members.filter(\.isRequired).map(\.name)) { $0.value($1) }
    key("properties")
    object { json in
      for member in members {
        json.key(named: member.name)
        json.object { json in
          if !member.meaning.isEmpty { json.member("description", member.meaning) }
          json.keywords(member.schema)
        }
      }
    }
  }
}
