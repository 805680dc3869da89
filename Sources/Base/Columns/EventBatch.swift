import StarlingModel

/// Events in arrival order, column by column, with strings and values as codes into tables of the
/// batch's own: what a parser produces without sharing anything with other parsers.
///
/// Row `r` has `stamps[r]`, `persons[r]` and so on; its properties are the entries
/// `propertyEnds[r - 1]..<propertyEnds[r]` of `propertyPaths` and `propertyCodes`.
package struct EventBatch: Sendable {
  /// One property seen in the batch: its path key and its different values.
  package struct Property: Sendable {
    /// `PropertyPath.key` of the path.
    package var key: String
    package var values = ValueTable()
  }

  package private(set) var kinds: [EventKind] = []
  /// Unit: ms since 1970 UTC.
  package private(set) var stamps: [Int64] = []
  /// Code in `names`; the name is empty for identify, group and alias.
  package private(set) var eventNames: [UInt32] = []
  /// Code in `identifiers`: the user id, else the anonymous id.
  package private(set) var persons: [UInt32] = []
  /// Rows that join their person with a second identifier.
  package private(set) var joins: [Join] = []
  /// Message ids end to end, and where each row's ends; a row may have none (empty).
  package private(set) var messageIDBytes: [UInt8] = []
  package private(set) var messageIDEnds: [Int] = []
  package private(set) var propertyEnds: [Int] = []
  package private(set) var propertyPaths: [UInt32] = []
  package private(set) var propertyCodes: [UInt32] = []

  package var names = ByteTable()
  package var identifiers = ByteTable()
  /// Whether the identifier was seen as a user id; one entry per code of `identifiers`.
  package private(set) var isUserID: [Bool] = []
  package private(set) var properties: [Property] = []
  private var propertyCodesByKey = ByteTable()
  /// Bit (path mod 64) for each property of the open row: a path whose bit is clear is new to the
  /// row, and only one whose bit is set needs a search for the value it may have to replace.
  private var openPaths: UInt64 = 0
  /// The first properties of the open row, path below code: kept inside the value, because
  /// appending to an array asks each time whether the array is shared. A row's properties go to
  /// the columns together.
  private var open = InlineArray<24, UInt64>(repeating: 0)
  private var openCount = 0

  /// A row that says two identifiers are one person.
  package struct Join: Sendable {
    package var row: UInt32
    /// Code in `identifiers`.
    package var identifier: UInt32
    /// Whether `identifier` was given up for the row's person (`previousId` of an alias).
    package var isPrevious: Bool
  }

  /// An empty batch.
  package init() {}

  /// Number of events.
  package var count: Int { stamps.count }

  /// The code of an identifier; adds it when new and remembers when it was a user id.
  package mutating func intern(identifier: Span<UInt8>, isUserID isUser: Bool) -> UInt32 {
    let code = identifiers.intern(identifier)
    if Int(code) == isUserID.count { isUserID.append(false) }
    if isUser && !isUserID[Int(code)] { isUserID[Int(code)] = true }
    return code
  }

  /// The code of a property in `properties`; adds it when new.
  package mutating func intern(pathKey: Span<UInt8>) -> UInt32 {
    let code = propertyCodesByKey.intern(pathKey)
    if Int(code) == properties.count {
      properties.append(Property(key: propertyCodesByKey.string(code)))
    }
    return code
  }

  /// Interns values of one property: `batch.withValues(of: path) { $0.intern(number: 1) }`.
  package mutating func withValues(
    of path: UInt32, _ body: (inout ValueTable) -> UInt32
  ) -> UInt32 {
    body(&properties[Int(path)].values)
  }

  /// Adds a property to the row that `append` will finish; code 0 (absent) adds nothing.
  ///
  /// When the row has a value for the path already, the later one replaces it (code 0 removes it),
  /// as with repeated keys of a JSON object.
  package mutating func append(path: UInt32, code: UInt32) {
    let bit: UInt64 = 1 &<< UInt64(path & 63)
    if openPaths & bit != 0 && replace(path: path, code: code) { return }
    if code == 0 { return }
    openPaths |= bit
    if openCount == open.count { flushOpen() }
    open[openCount] = UInt64(path) | UInt64(code) &<< 32
    openCount &+= 1
  }

  /// Moves the properties kept in `open` to the columns.
  private mutating func flushOpen() {
    let count = openCount
    propertyPaths.append(addingCapacity: count) { output in
      var index = 0
      while index < count {
        output.append(UInt32(truncatingIfNeeded: open[index]))
        index &+= 1
      }
    }
    propertyCodes.append(addingCapacity: count) { output in
      var index = 0
      while index < count {
        output.append(UInt32(truncatingIfNeeded: open[index] &>> 32))
        index &+= 1
      }
    }
    openCount = 0
  }

  /// Adds a string property, given as UTF-8, to the open row.
  package mutating func append(path: UInt32, string: Span<UInt8>) {
    append(path: path, code: properties[Int(path)].values.intern(string: string))
  }

  /// Adds a numeric property to the open row.
  package mutating func append(path: UInt32, number: Double) {
    append(path: path, code: properties[Int(path)].values.intern(number: number))
  }

  /// Adds a boolean property to the open row.
  package mutating func append(path: UInt32, boolean: Bool) {
    append(path: path, code: properties[Int(path)].values.intern(boolean: boolean))
  }

  /// The code of a string, given as UTF-8, among the values of a property.
  package mutating func intern(path: UInt32, string: Span<UInt8>) -> UInt32 {
    properties[Int(path)].values.intern(string: string)
  }

  /// Number of properties of the open row.
  ///
  /// Mutating in form only: across modules a plain getter is handed a copy of the whole value,
  /// which cost 3 % of an import.
  package var openPropertyCount: Int {
    mutating get { propertyPaths.count - (propertyEnds.last ?? 0) + openCount }
  }

  /// Gives a property of the open row another value; `false` when the row does not have it.
  private mutating func replace(path: UInt32, code: UInt32) -> Bool {
    flushOpen()
    var place = propertyEnds.last ?? 0
    while place < propertyPaths.count && propertyPaths[place] != path { place &+= 1 }
    if place == propertyPaths.count { return false }
    if code != 0 {
      propertyCodes[place] = code
    } else {
      propertyPaths.remove(at: place)
      propertyCodes.remove(at: place)
    }
    return true
  }

  /// Takes back the properties added since the last finished row, when that row turns out bad.
  package mutating func discardOpenRow() {
    let end = propertyEnds.last ?? 0
    openPaths = 0
    openCount = 0
    propertyPaths.removeLast(propertyPaths.count - end)
    propertyCodes.removeLast(propertyCodes.count - end)
  }

  /// Makes room for `rows` events of `properties` properties each, to save growing by copies.
  package mutating func reserve(rows: Int, propertiesPerRow: Int) {
    kinds.reserveCapacity(rows)
    stamps.reserveCapacity(rows)
    eventNames.reserveCapacity(rows)
    persons.reserveCapacity(rows)
    messageIDEnds.reserveCapacity(rows)
    propertyEnds.reserveCapacity(rows)
    propertyPaths.reserveCapacity(rows * propertiesPerRow)
    propertyCodes.reserveCapacity(rows * propertiesPerRow)
  }

  /// Finishes a row with the properties appended since the last one.
  ///
  /// - Parameters:
  ///   - stamp: Unit: ms since 1970 UTC.
  ///   - name: Code in `names`.
  ///   - person: Code in `identifiers`.
  ///   - messageID: UTF-8; empty when the event has none.
  package mutating func append(
    kind: EventKind, stamp: Int64, name: UInt32, person: UInt32, messageID: Span<UInt8>
  ) {
    kinds.append(kind)
    stamps.append(stamp)
    eventNames.append(name)
    persons.append(person)
    messageIDBytes.append(copying: messageID)
    messageIDEnds.append(messageIDBytes.count)
    flushOpen()
    propertyEnds.append(propertyPaths.count)
    openPaths = 0
  }

  /// States that the last finished row joins its person with `identifier`.
  package mutating func join(_ identifier: UInt32, isPrevious: Bool) {
    joins.append(
      Join(row: UInt32(stamps.count - 1), identifier: identifier, isPrevious: isPrevious))
  }

  /// Where the message id of a row lies in `messageIDBytes`; empty when it has none.
  package func messageIDRange(_ row: Int) -> Range<Int> {
    (row == 0 ? 0 : messageIDEnds[row - 1])..<messageIDEnds[row]
  }
}

extension EventBatch {
  /// Appends one event given as a value.
  package mutating func append(_ event: Event) {
    let person = Array(event.person.utf8)
    let id = Array(event.messageID.utf8)
    for (path, value) in event.properties {
      let key = Array(path.key.utf8)
      let property = intern(pathKey: key.span)
      append(path: property, code: withValues(of: property) { $0.intern(value) })
    }
    append(
      kind: event.kind, stamp: event.stamp.milliseconds, name: names.intern(event.name),
      person: intern(identifier: person.span, isUserID: true), messageID: id.span)
    if let joined = event.joined {
      let key = Array(joined.utf8)
      join(intern(identifier: key.span, isUserID: false), isPrevious: event.kind == .alias)
    }
  }
}
