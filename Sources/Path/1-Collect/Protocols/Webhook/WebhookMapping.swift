import StarlingModel

/// What the body of a source's webhooks means: where the person, the time and so on lie in it.
///
/// Written as a few lines `key: value`, or as a JSON object with the same keys:
///
///     person: data.object.customer, data.object.client_reference_id
///     event: type
///     time: created
///     message_id: id
///     properties:
///       amount: data.object.amount
///       currency: data.object.currency
package struct WebhookMapping: Hashable, Sendable {
  /// A property with the way to its value.
  package struct Property: Hashable, Sendable {
    /// The property's path, component by component.
    package var name: [String]
    /// Where its value lies.
    package var path: JSONPath
  }

  /// The list whose elements are events, each of which the other paths start from; `nil` when the
  /// body is one event, or a list of them.
  package var events: JSONPath?
  /// The type of call that every event becomes.
  package var type: EventKind = .track
  /// The person; the first path that leads to a value counts.
  package var person: [JSONPath] = []
  /// A second identifier of the same person, to be joined with the first.
  package var joins: JSONPath?
  /// The event name.
  package var event: JSONPath?
  /// The name of every event, where no path leads to one.
  package var eventName: String?
  /// When it happened; without it, when the request came.
  package var time: JSONPath?
  /// The message id.
  package var messageID: JSONPath?
  /// The group id, for group calls.
  package var group: JSONPath?
  /// An object whose members become properties, or traits of an identify call.
  package var propertyObject: JSONPath?
  /// Single properties, which go before those of the object.
  package var properties: [Property] = []

  /// A mapping that names nothing yet.
  package init() {}

  /// The keys of mappings, in the order in which documentation lists them.
  package static let keys = [
    "events", "type", "person", "joins", "event", "event_name", "time", "message_id", "group",
    "properties",
  ]
}
