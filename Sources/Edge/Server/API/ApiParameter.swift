import StarlingModel

/// A parameter of a route: what the request is checked against and what the document says.
package struct ApiParameter: Sendable {
  /// Where it stands.
  package enum Place: String, Sendable {
    case path, query
  }

  /// What it may be.
  package enum Kind: Sendable {
    /// A text that is not empty. Unit of the length: Unicode scalars, as in JSON Schema.
    case text(lengthMax: Int)
    case number(ClosedRange<Int64>)
    /// ISO 8601 with a zone, or a date for its midnight in UTC.
    case instant
    /// As in definitions, `30s`. Unit: ms.
    case duration(msMax: Int)
    case choice([String])
    /// Names with commas between them.
    case names(countMax: Int)
    case cursor
  }

  /// Its name.
  package var name: String
  /// Where it stands.
  package var place: Place
  /// What it may be.
  package var kind: Kind
  /// What it does.
  package var meaning: String

  /// A part of the path, always there.
  static func path(_ name: String, _ kind: Kind, _ meaning: String) -> ApiParameter {
    ApiParameter(name: name, place: .path, kind: kind, meaning: meaning)
  }

  /// A part of the query, which may be left out.
  static func query(_ name: String, _ kind: Kind, _ meaning: String) -> ApiParameter {
    ApiParameter(name: name, place: .query, kind: kind, meaning: meaning)
  }

  /// The instant of the question.
  static let at = query("at", .instant, "The instant to ask about; now when left out.")
  /// Where the page goes on.
  static let after = query("after", .cursor, "The `next` of the page before.")

  /// How many entries a page has.
  static func limit(_ maximum: Int64, default usual: Int64) -> ApiParameter {
    query("limit", .number(1...maximum), "Entries at most; \(usual) when left out.")
  }

  /// What was expected, for messages.
  var expectation: String {
    switch kind {
    case .text(let lengthMax): "a text of 1 to \(lengthMax) letters"
    case .number(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .instant: "an instant such as 2026-03-02T12:00:00Z or a date such as 2026-03-02"
    case .duration(let msMax): "a duration up to \(TimeText.write(msMax)), such as 30s"
    case .choice(let words): words.joined(separator: ", ")
    case .names(let countMax): "up to \(countMax) names with commas between them"
    case .cursor: "the next of another page"
    }
  }
}
