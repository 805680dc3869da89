import StarlingColumns
import StarlingModel

/// Reads Segment's HTTP API: single calls, and batches whose items stand alone.
struct SegmentReader {
  /// Reads one call whose type the path names.
  mutating func readCall(
    _ tape: borrowing JSONTape, _ kind: EventKind, _ rows: inout RequestRows,
    _ collected: inout CollectedRequest
  ) throws(RequestProblem) {
    try Self.requireObject(tape)
    let places = rows.calls.places(tape, JSONTape.root)
    Self.noteKey(tape, places, &collected)
    do throws(LineProblem) {
      try Self.read(tape, JSONTape.root, places, kind, around: nil, &rows)
    } catch {
      rows.reject(tape, JSONTape.root, item: 0, error)
    }
  }

  /// Reads a batch; a single call that names its type is taken too.
  mutating func readBatch(
    _ tape: borrowing JSONTape, _ rows: inout RequestRows, _ collected: inout CollectedRequest
  ) throws(RequestProblem) {
    try Self.requireObject(tape)
    let around = rows.calls.places(tape, JSONTape.root)
    Self.noteKey(tape, around, &collected)
    let list = around[.batch]
    if list == 0 || tape.kind(list) != .array {
      let found = list == 0 ? "missing" : tape.kind(list).name
      throw RequestProblem(400, .invalidType, "batch is \(found); expected an array of calls")
    }
    var index = list + 1
    let end = tape.end(of: list)
    var item = 0
    var told: RequestRows.Around?
    while index < end {
      do throws(LineProblem) {
        try Self.readItem(tape, index, item, around, &rows)
      } catch {
        // Written out once: a hostile batch has many bad items.
        let members = told ?? Self.members(tape, around)
        told = members
        rows.reject(tape, index, item: item, around: members, error)
      }
      item += 1
      index = tape.next(after: index)
    }
  }

  /// What a batch says of all its items.
  private static func members(
    _ tape: borrowing JSONTape, _ around: CallPlaces
  ) -> RequestRows.Around {
    var members: RequestRows.Around = []
    for (field, name) in [(CallField.context, "context"), (.sentAt, "sentAt")]
    where around[field] != 0 {
      members.append((name, tape.text(around[field])))
    }
    return members
  }

  private static func readItem(
    _ tape: borrowing JSONTape, _ index: Int, _ item: Int, _ around: CallPlaces,
    _ rows: inout RequestRows
  ) throws(LineProblem) {
    if item >= Limits.segmentItemsMax {
      throw LineProblem(
        .tooManyItems, "at most \(Limits.segmentItemsMax) items are taken of one batch")
    }
    guard tape.kind(index) == .object else {
      throw LineProblem(.notAnObject, "it is \(tape.kind(index).name)")
    }
    if rows.textBytes > Limits.segmentItemBytesMax
      && tape.isLarger(index, than: Limits.segmentItemBytesMax)
    {
      throw LineProblem(
        .itemTooLarge, "at most \(Limits.segmentItemBytesMax) bytes are taken of one item")
    }
    let places = rows.calls.places(tape, index)
    let kind = try rows.calls.kind(tape, places)
    try read(tape, index, places, kind, around: around, &rows)
  }

  private static func read(
    _ tape: borrowing JSONTape, _ object: Int, _ places: CallPlaces, _ kind: EventKind,
    around: CallPlaces?, _ rows: inout RequestRows
  ) throws(LineProblem) {
    let times = try times(tape, places, around, rows)
    var id: [UInt8] = []
    if !hasID(tape, places[.messageId])
      && (places.has(.timestamp) || places.has(.originalTimestamp))
    {
      id = DerivedID.make(
        tape.text(object: object, leavingOut: changing, label: label(kind)))
    }
    try rows.calls.readRow(
      tape, places, kind, times.stamp, around: around, derivedID: id.span)
    rows.sentStamps.append(times.sent)
  }

  /// The type's name, without the reflection that printing a case takes.
  private static func label(_ kind: EventKind) -> String {
    switch kind {
    case .track: "track"
    case .page: "page"
    case .screen: "screen"
    case .identify: "identify"
    case .group: "group"
    case .alias: "alias"
    }
  }

  /// Whether a message id is there; an empty one counts as missing.
  private static func hasID(_ tape: borrowing JSONTape, _ place: Int) -> Bool {
    place != 0 && (tape.kind(place) != .string || !tape.string(place).isEmpty)
  }

  /// Members that may differ between two tries of one call.
  private static let changing = ["sentAt", "writeKey", "receivedAt"].map { Array($0.utf8) }

  /// When a call happened, and when its device says.
  ///
  /// Client libraries give the device's time as `timestamp`, some as `originalTimestamp`. A call
  /// with both was corrected before, by whoever forwards it: its `timestamp` stays.
  private static func times(
    _ tape: borrowing JSONTape, _ places: CallPlaces, _ around: CallPlaces?,
    _ rows: borrowing RequestRows
  ) throws(LineProblem) -> RequestRows.Times {
    var timestamp: Int64?
    var original: Int64?
    if places.has(.timestamp) {
      timestamp = try rows.calls.instant(tape, places[.timestamp], "timestamp")
    }
    if places.has(.originalTimestamp) {
      original = try rows.calls.instant(tape, places[.originalTimestamp], "originalTimestamp")
    }
    if let timestamp, let original { return RequestRows.Times(stamp: timestamp, sent: original) }
    let own = places[.sentAt]
    let sentAt = rows.readable(tape, own == 0 ? around?[.sentAt] ?? 0 : own)
    return rows.times(timestamp ?? original, sentAt: sentAt)
  }

  // MARK: The request

  private static func requireObject(_ tape: borrowing JSONTape) throws(RequestProblem) {
    let kind = tape.kind(JSONTape.root)
    if kind != .object {
      throw RequestProblem(400, .notAnObject, "the body is \(kind.name); expected an object")
    }
  }

  /// A key in the body counts when no header and no query names one.
  private static func noteKey(
    _ tape: borrowing JSONTape, _ places: CallPlaces, _ collected: inout CollectedRequest
  ) {
    let place = places[.writeKey]
    guard collected.writeKey == nil, place != 0, tape.kind(place) == .string else { return }
    let key = tape.string(place)
    if !key.isEmpty && key.count <= Limits.writeKeyBytesMax {
      collected.writeKey = String(copying: key)
    }
  }
}
