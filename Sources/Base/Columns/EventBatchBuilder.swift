import StarlingModel

/// Makes an `EventBatch` row by row, as fast as a parser delivers.
///
/// The properties of the open row come first, then `append(kind:…)` finishes it. See `EventBatch`
/// for what the columns mean.
package struct EventBatchBuilder: ~Copyable {
  var kinds = GrowableColumn<EventKind>()
  var stamps = GrowableColumn<Int64>()
  var eventNames = GrowableColumn<UInt32>()
  var persons = GrowableColumn<UInt32>()
  var joins = GrowableColumn<EventBatch.Join>()
  var messageIDBytes = GrowableColumn<UInt8>()
  var messageIDEnds = GrowableColumn<Int>()
  var propertyEnds = GrowableColumn<Int>()
  var propertyPaths = GrowableColumn<UInt32>()
  var propertyCodes = GrowableColumn<UInt32>()
  var names = ByteTable()
  var identifiers = ByteTable()
  var properties = GrowableColumn<EventBatch.Property>()
  var propertyCodesByKey = ByteTable()
  /// Bit (path mod 64) for each property of the open row: a path whose bit is clear is new to the
  /// row, and only one whose bit is set needs a search for the value it may have to replace.
  private var openPaths: UInt64 = 0

  /// An empty builder.
  package init() {}

  /// The batch made so far; the builder is empty afterwards and keeps its memory.
  package mutating func finish() -> EventBatch {
    discardOpenRow()
    let batch = EventBatch(moving: &self)
    names = ByteTable()
    // The next batch will hold about as many people.
    identifiers = ByteTable(expecting: batch.identifiers.count)
    propertyCodesByKey = ByteTable()
    return batch
  }

  /// Number of finished rows.
  package var count: Int { stamps.count }

  // MARK: Tables

  /// The code of an event name; adds it when new.
  package mutating func intern(name: Span<UInt8>) -> UInt32 { names.intern(name) }

  /// The code of an identifier; adds it when new.
  package mutating func intern(identifier: Span<UInt8>) -> UInt32 { identifiers.intern(identifier) }

  /// The code of a property; adds it when new.
  package mutating func intern(pathKey: Span<UInt8>) -> UInt32 {
    let code = propertyCodesByKey.intern(pathKey)
    if Int(code) == properties.count {
      properties.append(EventBatch.Property(key: propertyCodesByKey.string(code)))
    }
    return code
  }

  /// The code of a string, given as UTF-8, among the values of a property.
  package mutating func intern(path: UInt32, string: Span<UInt8>) -> UInt32 {
    properties[Int(path)].values.intern(string: string)
  }

  /// The code of a number among the values of a property.
  package mutating func intern(path: UInt32, number: Double) -> UInt32 {
    properties[Int(path)].values.intern(number: number)
  }

  /// The code of a boolean among the values of a property.
  package mutating func intern(path: UInt32, boolean: Bool) -> UInt32 {
    properties[Int(path)].values.intern(boolean: boolean)
  }

  /// The code of a list among the values of a property; its elements are codes of that property.
  package mutating func intern(path: UInt32, listOf elements: [UInt32]) -> UInt32 {
    properties[Int(path)].values.intern(listOf: elements)
  }

  // MARK: The open row

  /// Adds a property to the open row; code 0 (absent) adds nothing.
  ///
  /// When the row has a value for the path already, the later one replaces it (code 0 removes it),
  /// as with repeated keys of a JSON object.
  package mutating func append(path: UInt32, code: UInt32) {
    let bit: UInt64 = 1 &<< UInt64(path & 63)
    if openPaths & bit != 0 && replace(path: path, code: code) { return }
    if code == 0 { return }
    openPaths |= bit
    propertyPaths.append(path)
    propertyCodes.append(code)
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

  /// Number of properties of the open row.
  package var openPropertyCount: Int { propertyPaths.count - (propertyEnds.last ?? 0) }

  /// Gives a property of the open row another value; `false` when the row does not have it.
  private mutating func replace(path: UInt32, code: UInt32) -> Bool {
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

  /// Takes back the properties of the open row, when it turns out bad.
  package mutating func discardOpenRow() {
    let end = propertyEnds.last ?? 0
    propertyPaths.truncate(to: end)
    propertyCodes.truncate(to: end)
    openPaths = 0
  }

  // MARK: Rows

  /// Finishes the open row.
  ///
  /// - Parameters:
  ///   - stamp: Unit: ms since 1970 UTC.
  ///   - name: Code of the event name.
  ///   - person: Code of the identifier.
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
    openPaths = 0
  }

  /// States that the last finished row joins its person with `identifier`.
  package mutating func join(_ identifier: UInt32) {
    joins.append(EventBatch.Join(row: UInt32(stamps.count - 1), identifier: identifier))
  }
}
