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
    /// The property's different values.
    package var values = ValueTable()
  }

  /// Shape of this and of the next columns: one entry per row.
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
  /// Where each row's message id ends in `messageIDBytes`.
  package private(set) var messageIDEnds: [Int] = []
  /// Where each row's entries end in `propertyPaths` and `propertyCodes`.
  package private(set) var propertyEnds: [Int] = []
  /// Indices in `properties`, row by row.
  package private(set) var propertyPaths: [UInt32] = []
  /// Value codes in the property's table, beside `propertyPaths`.
  package private(set) var propertyCodes: [UInt32] = []

  /// The different event names.
  package var names = ByteTable()
  /// The different identifiers of people.
  package var identifiers = ByteTable()
  /// The different properties.
  package private(set) var properties: [Property] = []
  private var propertyCodesByKey = ByteTable()

  /// A row that says two identifiers are one person.
  package struct Join: Sendable {
    /// Index of the row.
    package var row: UInt32
    /// Code in `identifiers`.
    package var identifier: UInt32

    /// States the join of a row.
    package init(row: UInt32, identifier: UInt32) {
      self.row = row
      self.identifier = identifier
    }
  }

  /// An empty batch.
  package init() {}

  /// What a builder has gathered.
  init(moving builder: inout EventBatchBuilder) {
    kinds = builder.kinds.takeArray()
    stamps = builder.stamps.takeArray()
    eventNames = builder.eventNames.takeArray()
    persons = builder.persons.takeArray()
    joins = builder.joins.takeArray()
    messageIDBytes = builder.messageIDBytes.takeArray()
    messageIDEnds = builder.messageIDEnds.takeArray()
    propertyEnds = builder.propertyEnds.takeArray()
    propertyPaths = builder.propertyPaths.takeArray()
    propertyCodes = builder.propertyCodes.takeArray()
    names = builder.names
    identifiers = builder.identifiers
    properties = builder.properties.takeArray()
    propertyCodesByKey = builder.propertyCodesByKey
  }

  /// Number of events.
  package var count: Int { stamps.count }

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
  package mutating func append(path: UInt32, code: UInt32) {
    if code == 0 { return }
    propertyPaths.append(path)
    propertyCodes.append(code)
  }

  /// Takes back the properties added since the last finished row, when that row turns out bad.
  package mutating func discardOpenRow() {
    let end = propertyEnds.last ?? 0
    propertyPaths.removeLast(propertyPaths.count - end)
    propertyCodes.removeLast(propertyCodes.count - end)
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
    propertyEnds.append(propertyPaths.count)
  }

  /// States that the last finished row joins its person with `identifier`.
  package mutating func join(_ identifier: UInt32) {
    joins.append(Join(row: UInt32(stamps.count - 1), identifier: identifier))
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
      person: identifiers.intern(person.span), messageID: id.span)
    if let joined = event.joined {
      let key = Array(joined.utf8)
      join(identifiers.intern(key.span))
    }
  }
}
