import StarlingColumns
import StarlingModel

/// Turns the fields of records into rows of a batch.
struct CSVRowReader: ~Copyable {
  var batch = EventBatchBuilder()
  /// Set for each header before records are read.
  var roles = CSVRoles()
  /// Values of each step, in this batch, that were not of their column's kind and stayed text.
  private(set) var misfits: [Int] = []

  private let format: CSVTimeFormat
  private let zone: ZoneOffsets?
  /// The event name of every record; empty when a column has it.
  private let constantName: [UInt8]
  private var constantCode: UInt32 = 0
  private let identifyNames: [[UInt8]]
  private let absent: [[UInt8]]
  private var document = JSONDocument()
  private var properties = PropertyReader()
  /// The batch's code of each step's path plus one; 0 when the batch does not have it yet.
  private var codes: [UInt32] = []
  private var noName: UInt32 = 0

  init(_ mapping: CSVMapping, format: CSVTimeFormat, zone: ZoneOffsets?) {
    self.format = format
    self.zone = zone
    constantName = Array((mapping.eventName ?? "").utf8)
    identifyNames = mapping.identify.map { Array($0.utf8) }
    absent = mapping.absent.map { Array($0.utf8) }
  }

  /// Starts an empty batch.
  mutating func beginBatch() {
    properties.beginBatch()
    codes = [UInt32](repeating: 0, count: roles.steps.count)
    misfits = [Int](repeating: 0, count: roles.steps.count)
    let (none, constant) = ([UInt8](), constantName)
    noName = batch.intern(name: none.span)
    constantCode = batch.intern(name: constant.span)
  }

  /// Adds a record; returns what is wrong when it cannot be added.
  mutating func read(_ bytes: Span<UInt8>, _ fields: borrowing CSVFields) -> LineProblem? {
    do throws(LineProblem) {
      try readRow(bytes, fields)
      return nil
    } catch {
      batch.discardOpenRow()
      return error
    }
  }

  private mutating func readRow(
    _ bytes: Span<UInt8>, _ fields: borrowing CSVFields
  ) throws(LineProblem) {
    if fields.count != roles.columnCount {
      throw LineProblem(
        .wrongColumnCount, "\(fields.count) fields; the header has \(roles.columnCount)")
    }
    let stamp = try stamp(fields.bytes(roles.time, of: bytes).trimmingBlanks)
    let person = try person(bytes, fields)
    let name = filled(roles.event, bytes, fields)
    if name == nil && constantName.isEmpty {
      throw LineProblem(.missingEvent, "the event name is \(nothing)")
    }
    let isIdentify = name.map { isIdentifyName(fields.bytes($0, of: bytes)) } ?? false
    let nameCode =
      if isIdentify {
        noName
      } else if let name {
        try eventName(fields.bytes(name, of: bytes))
      } else {
        constantCode
      }
    let other = try joined(bytes, fields, person: person)
    let hasTraits = try readValues(bytes, fields, traits: isIdentify ? nil : false)
    try append(bytes, fields, isIdentify ? .identify : .track, stamp, nameCode, person, "")
    if let other { batch.join(other) }
    if hasTraits && !isIdentify {
      _ = try readValues(bytes, fields, traits: true)
      try append(bytes, fields, .identify, stamp, noName, person, "/traits")
    }
  }

  // MARK: Roles

  private func stamp(_ text: Span<UInt8>) throws(LineProblem) -> Int64 {
    if text.isEmpty || isAbsent(text) {
      throw LineProblem(.missingTime, "the time is \(nothing)")
    }
    guard let stamp = format.stamp(text, zone: zone), stamp >= .earliestText, stamp <= .latestText
    else {
      throw LineProblem(.invalidTime, "the time \"\(excerpt(text))\" does not fit the time_format")
    }
    return stamp.milliseconds
  }

  private mutating func person(
    _ bytes: Span<UInt8>, _ fields: borrowing CSVFields
  ) throws(LineProblem) -> UInt32 {
    var index = 0
    while index < roles.person.count {
      let field = fields.bytes(roles.person[index], of: bytes)
      if !field.isEmpty && !isAbsent(field) {
        try checkLength(field, "the person")
        return batch.intern(identifier: field)
      }
      index += 1
    }
    throw LineProblem(.missingPerson, "the person is \(nothing)")
  }

  private mutating func joined(
    _ bytes: Span<UInt8>, _ fields: borrowing CSVFields, person: UInt32
  ) throws(LineProblem) -> UInt32? {
    guard let column = filled(roles.joins, bytes, fields) else { return nil }
    let field = fields.bytes(column, of: bytes)
    try checkLength(field, "the joined identifier")
    let code = batch.intern(identifier: field)
    return code == person ? nil : code
  }

  private mutating func eventName(_ field: Span<UInt8>) throws(LineProblem) -> UInt32 {
    try checkLength(field, "the event name")
    return batch.intern(name: field)
  }

  private func isIdentifyName(_ name: Span<UInt8>) -> Bool {
    for wanted in identifyNames {
      if name.matches(wanted.span) { return true }
    }
    return false
  }

  /// The column, when the record has a value in it.
  private func filled(
    _ column: Int?, _ bytes: Span<UInt8>, _ fields: borrowing CSVFields
  ) -> Int? {
    guard let column, !fields.isEmpty(column), !isAbsent(fields.bytes(column, of: bytes)) else {
      return nil
    }
    return column
  }

  /// What a field without a value is, in words.
  private var nothing: String {
    absent.isEmpty ? "empty" : "empty or a text that the mapping calls absent"
  }

  private func isAbsent(_ field: Span<UInt8>) -> Bool {
    for none in absent {
      if field.matches(none.span) { return true }
    }
    return false
  }

  private mutating func append(
    _ bytes: Span<UInt8>, _ fields: borrowing CSVFields, _ kind: EventKind,
    _ stamp: Int64, _ name: UInt32, _ person: UInt32, _ suffix: StaticString
  ) throws(LineProblem) {
    guard let column = filled(roles.messageID, bytes, fields) else {
      let none: [UInt8] = []
      batch.append(kind: kind, stamp: stamp, name: name, person: person, messageID: none.span)
      return
    }
    let field = fields.bytes(column, of: bytes)
    try checkLength(field, "the message id")
    if suffix.utf8CodeUnitCount == 0 {
      batch.append(kind: kind, stamp: stamp, name: name, person: person, messageID: field)
    } else {
      // The second row of a record needs an id of its own that repeats when the record does.
      var id: [UInt8] = []
      id.append(copying: field)
      id += "\(suffix)".utf8
      batch.append(kind: kind, stamp: stamp, name: name, person: person, messageID: id.span)
    }
  }

  // MARK: Values

  /// Adds the values of the record to the open row.
  ///
  /// - Parameter traits: Which columns: those that are traits, those that are not, or all.
  /// - Returns: Whether a trait column was left out that has a value.
  private mutating func readValues(
    _ bytes: Span<UInt8>, _ fields: borrowing CSVFields, traits: Bool?
  ) throws(LineProblem) -> Bool {
    var leftOutTrait = false
    var index = 0
    while index < roles.steps.count {
      let column = roles.steps[index].column
      let isTrait = roles.steps[index].isTrait
      if fields.isEmpty(column) {
        index &+= 1
        continue
      }
      if let traits, traits != isTrait {
        leftOutTrait = leftOutTrait || isTrait
      } else {
        let field = fields.bytes(column, of: bytes)
        if !isAbsent(field) { try readValue(field, index) }
      }
      index &+= 1
    }
    if batch.openPropertyCount > Limits.propertiesPerEventMax {
      throw LineProblem(
        .tooManyProperties, "more than \(Limits.propertiesPerEventMax) properties in one event")
    }
    return leftOutTrait
  }

  private mutating func readValue(
    _ field: Span<UInt8>, _ index: Int
  ) throws(LineProblem) {
    let kind = roles.steps[index].kind
    if kind == .json {
      try readJSON(field, roles.steps[index])
      return
    }
    if codes[index] == 0 {
      let key = roles.steps[index].pathKey
      codes[index] = batch.intern(pathKey: key.span) + 1
    }
    let path = codes[index] &- 1
    if kind == .number {
      if let number = DecimalText.number(field) {
        batch.append(path: path, number: number)
        return
      }
      misfits[index] &+= 1
    } else if kind == .boolean {
      if let boolean = DecimalText.boolean(field) {
        batch.append(path: path, boolean: boolean)
        return
      }
      misfits[index] &+= 1
    }
    batch.append(path: path, string: field)
  }

  /// Adds the members of a JSON object; `{}` and `null` add nothing.
  private mutating func readJSON(_ field: Span<UInt8>, _ step: CSVRoles.Step) throws(LineProblem) {
    var padded: [UInt8] = []
    padded.append(copying: field)
    padded.append(contentsOf: repeatElement(0, count: InputChunk.padding))
    let name = String(decoding: step.pathKey, as: UTF8.self)
    if let problem = document.parse(padded.span, from: 0, to: field.count) {
      throw LineProblem(problem.reason, "column \(name): \(problem.detail)")
    }
    let tape = document.tape
    switch tape.kind(JSONTape.root) {
    case .object:
      try properties.read(
        tape, object: JSONTape.root, leavingOut: step.isTrait ? .nothing : .context, into: &batch)
    case .null: break
    default:
      throw LineProblem(
        .invalidType, "column \(name) is \(tape.kind(JSONTape.root).name); expected an object")
    }
  }

  private func checkLength(_ text: Span<UInt8>, _ what: String) throws(LineProblem) {
    if text.count > Limits.identifierBytesMax {
      throw LineProblem(
        .identifierTooLong,
        "\(what) has \(text.count) bytes; at most \(Limits.identifierBytesMax) are accepted")
    }
  }
}

extension Span where Element == UInt8 {
  /// The bytes without blanks at their ends.
  var trimmingBlanks: Span<UInt8> {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = count
      while start < end && self[start] == UInt8(ascii: " ") { start += 1 }
      while end > start && self[end - 1] == UInt8(ascii: " ") { end -= 1 }
      return extracting(start..<end)
    }
  }
}
