import StarlingModel

/// The Segment shape of events, read and written plainly, without the importer that is under test.
extension Event {
  /// Reads one call. The person is the userId, else the anonymousId; an identify with both and an
  /// alias join two identifiers.
  ///
  /// - Throws: What is missing in the call.
  package init(segmentCall call: OrderedJSON) throws {
    let type = try call.requireString("type")
    guard let kind = EventKind.allCases.first(where: { "\($0)" == type }) else {
      throw ConformanceProblem(problem: "\(type) is not a type of event")
    }
    let user = call["userId"]?.string
    let anonymous = call["anonymousId"]?.string
    guard let person = user ?? anonymous else {
      throw ConformanceProblem(problem: "an event has neither userId nor anonymousId: \(call.text)")
    }
    self.init(
      kind: kind, person: person, stamp: Stamp(try call.requireString("timestamp")),
      messageID: call["messageId"]?.string ?? "")
    switch kind {
    case .track: name = try call.requireString("event")
    case .page, .screen: name = call["name"]?.string ?? type
    case .identify: joined = user == nil ? nil : anonymous
    case .alias: joined = try call.requireString("previousId")
    case .group: break
    }
    if kind.isSelectable {
      collect(call["properties"], at: [])
      collect(call["context"], at: ["context"])
    } else if kind == .identify {
      collect(call["traits"], at: [])
    }
  }

  /// Adds the scalars and lists of an object; null sets nothing.
  private mutating func collect(_ json: OrderedJSON?, at path: [String]) {
    switch json {
    case nil, .null: break
    case .object(let members):
      for member in members { collect(member.value, at: path + [member.key]) }
    case .some(let json): properties[PropertyPath(path)] = Value(json: json)
    }
  }

  /// The call that reads as this event.
  package var segmentCall: OrderedJSON {
    var members = [
      OrderedJSON.Member("type", .string("\(kind)")), .init("userId", .string(person)),
      .init("timestamp", .string(stamp.text)), .init("messageId", .string(messageID)),
    ]
    switch kind {
    case .track: members.append(.init("event", .string(name)))
    case .page, .screen: members.append(.init("name", .string(name)))
    case .identify: if let joined { members.append(.init("anonymousId", .string(joined))) }
    case .alias: members.append(.init("previousId", .string(joined ?? "")))
    case .group: members.append(.init("groupId", .string("g")))
    }
    let ordered = properties.sorted { $0.key.key < $1.key.key }
    let context = ordered.filter { kind.isSelectable && $0.key.components.first == "context" }
    let own = ordered.filter { !kind.isSelectable || $0.key.components.first != "context" }
    let ownName = kind == .identify ? "traits" : "properties"
    members.append(.init(ownName, nest(own.map { ($0.key.components[...], $0.value) })))
    if !context.isEmpty {
      let inner = context.map { ($0.key.components.dropFirst(), $0.value) }
      members.append(.init("context", nest(inner)))
    }
    return .object(members)
  }
}

/// Objects inside objects again from paths.
private func nest(_ entries: [(path: ArraySlice<String>, value: Value)]) -> OrderedJSON {
  var members: [OrderedJSON.Member] = []
  for (path, value) in entries {
    guard let key = path.first, !members.contains(where: { $0.key == key }) else { continue }
    let inner = entries.filter { $0.path.first == key && $0.path.count > 1 }
    members.append(
      .init(key, path.count == 1 ? value.json : nest(inner.map { ($0.path.dropFirst(), $0.value) }))
    )
  }
  return .object(members)
}

extension Value {
  /// The value of a JSON scalar, or of the scalars of an array and of the arrays inside.
  init?(json: OrderedJSON) {
    switch json {
    case .boolean(let boolean): self = .boolean(boolean)
    case .number(let number): self = .number(number)
    case .string(let string): self = .string(string)
    case .array(let elements):
      self = .list(
        elements.flatMap { element -> [Value] in
          let value = Value(json: element)
          if case .list(let inner)? = value { return inner }
          return value.map { [$0] } ?? []
        })
    case .null, .object: return nil
    }
  }

  var json: OrderedJSON {
    switch self {
    case .boolean(let boolean): .boolean(boolean)
    case .number(let number): .number(number)
    case .string(let string): .string(string)
    case .list(let elements): .array(elements.map(\.json))
    }
  }
}
