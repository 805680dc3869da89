/// Limits of a source's own, written as `{"strict":true,"items_per_second":100}`.
package struct SourceLimits: Hashable, Sendable {
  /// Highest number of items a second that may be asked for.
  package static let itemsPerSecondMax = 1_000_000

  /// Whether one bad item refuses a whole request.
  package var isStrict = false
  /// Most items a second, over time; `nil` for no limit.
  package var itemsPerSecond: Int?

  /// No limits.
  package init() {}

  /// Reads limits.
  ///
  /// - Throws: A `badRequest` problem that names the member, what it is and what was expected.
  package init(reading json: String) throws(Problem) {
    var body = try BodyObject(Array(json.utf8))
    isStrict = try body.optionalTruth("strict") ?? false
    itemsPerSecond = try body.optionalNumber("items_per_second", in: 1...Self.itemsPerSecondMax)
    try body.finish()
  }

  /// The limits as JSON.
  var text: String {
    var json = JSONWriter()
    json.object { json in
      json.member("strict", isStrict)
      if let itemsPerSecond { json.member("items_per_second", itemsPerSecond) }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
