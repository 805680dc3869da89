import StarlingActivate
import StarlingStore

// What the store keeps of a target, one JSON text:
//
//     {"name":"orders","url":"https://…","segments":["buyers"],"secrets":["whsec_…"],
//      "in_flight_max":4,"paused":false}
//
// `segments` is missing when all are meant. Secrets are kept as they are, since signing needs them.

extension WebhookTarget {
  /// The store's text.
  var settings: String {
    var json = JSONWriter()
    json.object { json in
      json.member("name", name)
      json.member("url", url)
      if let segments { json.member("segments", segments.sorted()) { $0.value($1) } }
      json.member("secrets", secrets) { $0.value($1) }
      json.member("in_flight_max", inFlightMax)
      json.member("paused", !isEnabled)
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// A target as the store has it.
  ///
  /// - Throws: `damaged` when nobody of us wrote it.
  init(_ stored: StoredTarget) throws(StoreError) {
    do throws(Problem) {
      var body = try BodyObject(Array(stored.settings.utf8))
      let inFlight = try body.optionalNumber("in_flight_max", in: 1...DeliveryLimits.inFlightMax)
      self.init(
        id: WebhookTargetID(number: stored.id),
        name: try body.text("name", lengthMax: WebhookDesk.nameLengthMax),
        url: try body.text("url", lengthMax: WebhookURL.bytesMax),
        segments: try body.optionalTexts("segments").map(Set.init),
        secrets: try body.texts("secrets"),
        inFlightMax: inFlight ?? DeliveryLimits.inFlightDefault,
        isEnabled: try body.optionalTruth("paused") != true)
      try body.finish()
    } catch {
      throw StoreError(
        .damaged, place: "webhook \(stored.id)",
        "its settings are not known to this version: \(error.detail); use the one that wrote them")
    }
  }
}
