/// The properties of the virtual event `session`.
enum SessionProperty: String, CaseIterable {
  case events, pages, duration, kinds, entry, exit

  var type: ValueType { self == .entry || self == .exit ? .string : .number }
}
