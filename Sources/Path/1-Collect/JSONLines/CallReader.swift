import StarlingColumns
import StarlingModel

/// Turns Segment calls, given as parsed JSON, into rows of a batch.
struct CallReader: ~Copyable {
  var batch = EventBatchBuilder()
  private var keys = KeyTree()
  var properties = PropertyReader()
  /// Codes of the names `page`, `screen` and the empty name in the present batch.
  private var pageName: UInt32 = 0
  private var screenName: UInt32 = 0
  private var noName: UInt32 = 0

  /// See `PropertyReader`: the same guard for the keys of calls.
  private static let nodesMax = 8_192

  init() {
    learnFields()
  }

  /// Starts an empty batch.
  mutating func beginBatch() {
    properties.beginBatch()
    if keys.count > Self.nodesMax || keys.byteCount > KeyTree.bytesMax { learnFields() }
    let (none, page, screen) = ([UInt8](), Self.page, Self.screen)
    noName = batch.intern(name: none.span)
    pageName = batch.intern(name: page.span)
    screenName = batch.intern(name: screen.span)
  }

  /// Gives the fields of `CallField` the nodes 1 and following, in order.
  private mutating func learnFields() {
    keys = KeyTree()
    for field in CallField.allCases {
      let node = keys.child(of: KeyTree.root, "\(field)")
      precondition(node == field.rawValue + 1, "\(field) is node \(node)")
    }
  }

  /// Finds the members of the call at `object`.
  mutating func places(_ tape: borrowing JSONTape, _ object: Int) -> CallPlaces {
    var places = CallPlaces()
    var index = object &+ 1
    let end = tape.end(of: object)
    var node = KeyTree.none
    while index < end {
      node = keys.child(of: KeyTree.root, after: node, tape.string(index))
      index &+= 1
      if let field = CallField(rawValue: node &- 1) {
        places[field] = tape.kind(index) == .null ? 0 : index
      }
      index = tape.next(after: index)
    }
    return places
  }

  /// Adds one call of a file as a row.
  ///
  /// - Parameters:
  ///   - places: The call's members.
  ///   - around: The members of the batch around it, whose context and times fill gaps.
  mutating func read(
    _ tape: borrowing JSONTape, _ places: CallPlaces, around: CallPlaces? = nil
  ) throws(LineProblem) {
    let kind = try kind(tape, places)
    let stamp = try stamp(tape, places, around: around)
    let none = [UInt8]()
    try readRow(tape, places, kind, stamp, around: around, derivedID: none.span)
  }

  /// Adds one call, whose type and time are known, as a row.
  ///
  /// - Parameter derivedID: The message id when the call has none; may be empty.
  mutating func readRow(
    _ tape: borrowing JSONTape, _ places: CallPlaces, _ kind: EventKind, _ stamp: Int64,
    around: CallPlaces?, derivedID: Span<UInt8>
  ) throws(LineProblem) {
    let messageID = places[.messageId]
    let isText = messageID != 0 && tape.kind(messageID) == .string
    let numberID = isText ? [] : try text(tape, messageID, "messageId")
    if isText { try checkLength(tape.string(messageID), "messageId") }
    let person = try person(tape, places)
    let name = try name(tape, places, kind)
    let joined = try joined(tape, places, kind, person: person)
    do throws(LineProblem) {
      try readProperties(tape, places, kind, around: around)
    } catch {
      batch.discardOpenRow()
      throw error
    }
    let ownID = isText ? tape.string(messageID) : numberID.span
    batch.append(
      kind: kind, stamp: stamp, name: name, person: person,
      messageID: ownID.isEmpty ? derivedID : ownID)
    if let joined { batch.join(joined) }
  }

  // MARK: Members

  func kind(_ tape: borrowing JSONTape, _ places: CallPlaces) throws(LineProblem) -> EventKind {
    let place = places[.type]
    if place == 0 {
      if places.has(.event) { return .track }
      throw LineProblem(
        .unknownType, "no type; expected identify, track, page, screen, group or alias")
    }
    try expect(.string, tape, place, "type")
    let text = tape.string(place)
    switch text.count {
    case 4 where text.matches(Self.page.span): return .page
    case 5 where text.matches(Self.track.span): return .track
    case 5 where text.matches(Self.group.span): return .group
    case 5 where text.matches(Self.alias.span): return .alias
    case 6 where text.matches(Self.screen.span): return .screen
    case 8 where text.matches(Self.identify.span): return .identify
    default:
      throw LineProblem(
        .unknownType,
        "type \"\(excerpt(text))\"; expected identify, track, page, screen, group or alias")
    }
  }

  private static let page = Array("page".utf8)
  private static let track = Array("track".utf8)
  private static let group = Array("group".utf8)
  private static let alias = Array("alias".utf8)
  private static let screen = Array("screen".utf8)
  private static let identify = Array("identify".utf8)

  private mutating func person(
    _ tape: borrowing JSONTape, _ places: CallPlaces
  ) throws(LineProblem) -> UInt32 {
    if let code = try identifier(tape, places[.userId], "userId") { return code }
    if let code = try identifier(tape, places[.anonymousId], "anonymousId") { return code }
    throw LineProblem(.missingPerson, "neither userId nor anonymousId")
  }

  /// The second identifier that the call ties to its person.
  private mutating func joined(
    _ tape: borrowing JSONTape, _ places: CallPlaces, _ kind: EventKind, person: UInt32
  ) throws(LineProblem) -> UInt32? {
    var other: UInt32?
    switch kind {
    case .identify: other = try identifier(tape, places[.anonymousId], "anonymousId")
    case .alias:
      other = try identifier(tape, places[.previousId], "previousId")
      if other == nil { throw LineProblem(.missingPrevious, "alias without previousId") }
    default: break
    }
    return other == person ? nil : other
  }

  /// The code of the identifier at `place`; `nil` for place 0 and for an empty text.
  mutating func identifier(
    _ tape: borrowing JSONTape, _ place: Int, _ field: String
  ) throws(LineProblem) -> UInt32? {
    if place == 0 { return nil }
    if tape.kind(place) == .string {
      let text = tape.string(place)
      try checkLength(text, field)
      return text.isEmpty ? nil : batch.intern(identifier: text)
    }
    let text = try self.text(tape, place, field)
    return batch.intern(identifier: text.span)
  }

  /// A string member, or a number as its text; empty for place 0.
  func text(
    _ tape: borrowing JSONTape, _ place: Int, _ field: String
  ) throws(LineProblem) -> [UInt8] {
    if place == 0 { return [] }
    if let number = tape.numberText(place) { return Array(number.utf8) }
    try expect(.string, tape, place, field)
    try checkLength(tape.string(place), field)
    var text: [UInt8] = []
    text.append(copying: tape.string(place))
    return text
  }

  private mutating func name(
    _ tape: borrowing JSONTape, _ places: CallPlaces, _ kind: EventKind
  ) throws(LineProblem) -> UInt32 {
    switch kind {
    case .track:
      guard let name = try named(tape, places[.event], "event") else {
        throw LineProblem(.missingEvent, "track without event")
      }
      return name
    case .page: return try named(tape, places[.name], "name") ?? pageName
    case .screen: return try named(tape, places[.name], "name") ?? screenName
    case .identify, .group, .alias: return noName
    }
  }

  /// The code of the event name at `place`; `nil` for place 0 and for an empty text.
  mutating func named(
    _ tape: borrowing JSONTape, _ place: Int, _ field: String
  ) throws(LineProblem) -> UInt32? {
    if place == 0 { return nil }
    try expect(.string, tape, place, field)
    let text = tape.string(place)
    try checkLength(text, field)
    return text.isEmpty ? nil : batch.intern(name: text)
  }

  // MARK: Properties

  private mutating func readProperties(
    _ tape: borrowing JSONTape, _ places: CallPlaces, _ kind: EventKind, around: CallPlaces?
  ) throws(LineProblem) {
    switch kind {
    case .track, .page, .screen:
      try readObject(tape, places[.properties], .properties)
      try readObject(tape, places[.context], .context)
      if let around { try readContext(tape, of: around, besides: places[.context]) }
    case .identify: try readObject(tape, places[.traits], .traits)
    case .group: try readGroup(tape, places)
    case .alias: break
    }
  }

  /// No segment asks for groups yet; what the call says is kept for the day when one does.
  private mutating func readGroup(
    _ tape: borrowing JSONTape, _ places: CallPlaces
  ) throws(LineProblem) {
    let group = try text(tape, places[.groupId], "groupId")
    if group.isEmpty { throw LineProblem(.missingGroup, "group without groupId") }
    try readObject(tape, places[.traits], .traits)
    batch.append(path: batch.intern(pathKey: Self.groupID.span), string: group.span)
  }

  private static let groupID = Array("groupId".utf8)

  private mutating func readObject(
    _ tape: borrowing JSONTape, _ place: Int, _ field: CallField
  ) throws(LineProblem) {
    if place == 0 { return }
    try expect(.object, tape, place, "\(field)")
    try properties.read(
      tape, object: place, parent: field == .context ? properties.context : KeyTree.root,
      leavingOut: field == .properties ? .context : .nothing, into: &batch)
  }

  /// Reads what a batch's context has and that of its item, at `own` unless 0, has not.
  private mutating func readContext(
    _ tape: borrowing JSONTape, of around: CallPlaces, besides own: Int
  ) throws(LineProblem) {
    let place = around[.context]
    if own == 0 || place == 0 { return try readObject(tape, place, .context) }
    try expect(.object, tape, place, "context")
    try properties.fill(
      tape, from: place, besides: own, parent: properties.context, into: &batch)
  }

  // MARK: Checks

  func expect(
    _ kind: JSONKind, _ tape: borrowing JSONTape, _ place: Int, _ field: @autoclosure () -> String
  ) throws(LineProblem) {
    let found = tape.kind(place)
    if found != kind {
      throw LineProblem(.invalidType, "\(field()) is \(found.name); expected \(kind.name)")
    }
  }

  func checkLength(_ text: Span<UInt8>, _ field: String) throws(LineProblem) {
    if text.count > Limits.identifierBytesMax {
      throw LineProblem(
        .identifierTooLong,
        "\(field) has \(text.count) bytes; at most \(Limits.identifierBytesMax) are accepted")
    }
  }
}

/// The beginning of a text for a message.
func excerpt(_ text: Span<UInt8>) -> String {
  String(copying: text.extracting(first: 40)) + (text.count > 40 ? "…" : "")
}
