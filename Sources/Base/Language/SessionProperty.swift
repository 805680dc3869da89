import StarlingModel

/// The properties of the virtual event `session`.
package enum SessionProperty: String, CaseIterable, Sendable {
  /// Numbers of events, of pages, seconds, and number of event names.
  case events, pages, duration, kinds
  /// Names of the first and of the last event.
  case entry, exit

  /// The property that a path names, if it names one.
  package init?(_ path: PropertyPath) {
    guard path.components.count == 1 else { return nil }
    self.init(rawValue: path.components[0])
  }

  var type: ValueType { self == .entry || self == .exit ? .string : .number }
}
