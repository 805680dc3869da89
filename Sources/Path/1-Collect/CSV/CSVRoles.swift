import StarlingModel

/// The mapping's columns as positions in one header.
struct CSVRoles {
  /// A column that becomes a property or a trait.
  struct Step {
    var column: Int
    var kind: ColumnKind
    /// `PropertyPath.key` of where its values go.
    var pathKey: [UInt8]
    var isTrait: Bool
  }

  var columnCount = 0
  var person: [Int] = []
  var joins: Int?
  var time = 0
  var event: Int?
  var messageID: Int?
  var steps: [Step] = []

  /// Roles before a header is known: no columns.
  init() {}

  /// Finds the columns.
  ///
  /// - Throws: `CollectError.badMapping` when a column that the mapping needs is not there.
  init(_ plan: CSVPlan, names: [String], place: String) throws(CollectError) {
    let mapping = plan.mapping
    try Self.check(mapping, names: names, place: place)
    columnCount = names.count
    person = mapping.person.compactMap { names.firstIndex(of: $0) }
    joins = mapping.joins.flatMap { names.firstIndex(of: $0) }
    time = names.firstIndex(of: mapping.time) ?? 0
    event = mapping.event.flatMap { names.firstIndex(of: $0) }
    messageID = mapping.messageID.flatMap { names.firstIndex(of: $0) }
    for (index, name) in names.enumerated() where Self.becomesValue(name, in: mapping) {
      let path = Self.path(of: name, in: mapping)
      steps.append(
        Step(
          column: index, kind: plan.kind(of: name), pathKey: Array(path.key.utf8),
          isTrait: mapping.traits.contains(name)))
    }
  }

  /// Makes sure that all columns the mapping names are there, each once.
  static func check(
    _ mapping: CSVMapping, names: [String], place: String
  ) throws(CollectError) {
    if names.allSatisfy(\.isEmpty) { throw CSVHeader.missing(place: place) }
    let wanted =
      [mapping.time] + mapping.person
      + [mapping.joins, mapping.event, mapping.messageID]
      .compactMap { $0 } + mapping.only + mapping.except + mapping.rename.keys.sorted()
      + mapping.text + mapping.number + mapping.json + mapping.traits
    for name in wanted {
      let numbers = names.indices.filter { names[$0] == name }.map { "\($0 + 1)" }
      if numbers.count < 2 { continue }
      throw CollectError(
        .badMapping, place: place,
        "column \"\(name)\" is not clear: columns \(numbers.joined(separator: " and ")) have this "
          + "name; rename all but one in the header")
    }
    let missing = wanted.filter { !names.contains($0) }
    if missing.isEmpty { return }
    throw CollectError(
      .badMapping, place: place,
      "no column \(missing.map { "\"\($0)\"" }.joined(separator: ", ")); the columns are "
        + names.joined(separator: ", "))
  }

  /// Whether a column's values are kept beside the roles it plays.
  private static func becomesValue(_ name: String, in mapping: CSVMapping) -> Bool {
    if mapping.traits.contains(name) { return true }
    let hasRole =
      name == mapping.time || name == mapping.event || name == mapping.messageID
      || name == mapping.joins || mapping.person.contains(name) || name.isEmpty
    if path(of: name, in: mapping).components == ["context"] { return false }
    if !mapping.only.isEmpty { return mapping.only.contains(name) }
    return !hasRole && !mapping.except.contains(name)
  }

  /// Where a column's values go: its new name, split at dots, or its name as one component.
  private static func path(of name: String, in mapping: CSVMapping) -> PropertyPath {
    guard let new = mapping.rename[name] else { return PropertyPath([name]) }
    return PropertyPath(new.split(separator: ".").map(String.init))
  }

  /// What a column is used for, in words.
  static func role(of name: String, in mapping: CSVMapping) -> String {
    var roles: [String] = []
    if mapping.person.contains(name) { roles.append("person") }
    if name == mapping.joins { roles.append("joined identifier") }
    if name == mapping.time { roles.append("time (\(mapping.timeFormat), \(mapping.timeZone))") }
    if name == mapping.event { roles.append("event") }
    if name == mapping.messageID { roles.append("message id") }
    let path = path(of: name, in: mapping).components.joined(separator: ".")
    if becomesValue(name, in: mapping) {
      roles.append((mapping.traits.contains(name) ? "trait " : "property ") + path)
    }
    // Properties first: `CSVPlan.description` adds their type.
    return roles.isEmpty ? "left out" : roles.reversed().joined(separator: ", ")
  }
}
