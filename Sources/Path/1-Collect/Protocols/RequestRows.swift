import StarlingColumns
import StarlingModel

/// The rows that a request becomes, with what was refused of it.
struct RequestRows: ~Copyable {
  var calls = CallReader()
  /// The times that the devices gave. Shape: one per row. Unit: ms since 1970 UTC.
  var sentStamps: [Int64] = []
  var rejected: [RejectedItem] = []
  var clock = DeviceClock(receivedAt: 0)
  /// Length of the JSON, which no item exceeds. Unit: bytes.
  var textBytes = 0
  /// Whether the events are history, whose times are exact as they are.
  var isHistorical = false

  /// Starts a request.
  mutating func begin(receivedAt: Stamp) {
    calls.beginBatch()
    clock = DeviceClock(receivedAt: receivedAt.milliseconds)
    isHistorical = false
  }

  /// Hands over what was gathered.
  mutating func finish(into collected: inout CollectedRequest) {
    collected.events = calls.batch.finish()
    collected.sentStamps = sentStamps
    collected.isHistorical = isHistorical
    collected.rejected += rejected
    sentStamps = []
    rejected = []
  }

  /// What a batch says of all its items, as the members of an object.
  typealias Around = [(name: String, json: [UInt8])]

  /// Bytes that a batch may add to each of its items that is not taken: they are kept once an item.
  private static let aroundBytesMax = 2_048

  /// Notes an item that is not taken, with its text.
  ///
  /// - Parameter around: What the batch around it says of all its items. The text is then a batch
  ///   of the one item, so that it is read again as it would have been; the item alone where that
  ///   would be too long to be kept, or the item is no call anyway.
  mutating func reject(
    _ tape: borrowing JSONTape, _ place: Int, item: Int, around: Around = [],
    _ problem: LineProblem
  ) {
    var text = tape.text(place)
    let added = around.reduce(16) { $0 + $1.name.utf8.count + $1.json.count + 4 }
    if !around.isEmpty && tape.kind(place) == .object && problem.reason != .tooManyItems
      && added <= Self.aroundBytesMax && text.count + added <= Limits.quarantineRawBytes
    {
      text = Array(#"{"batch":["#.utf8) + text + [UInt8(ascii: "]")]
      for member in around { text += Array(#","\#(member.name)":"#.utf8) + member.json }
      text.append(UInt8(ascii: "}"))
    }
    rejected.append(
      RejectedItem(item: item, reason: problem.reason, detail: problem.detail, raw: text.span))
  }

  /// A row's times: when it happened, and what the device says.
  struct Times {
    /// Unit: ms since 1970 UTC.
    var stamp: Int64
    /// Unit: ms since 1970 UTC.
    var sent: Int64
  }

  /// The times of something that a device says happened at `time`; `nil` when it does not say.
  func times(_ time: Int64?, sentAt: Int64?) -> Times {
    guard let time else {
      return Times(stamp: clock.receivedAt, sent: sentAt ?? clock.receivedAt)
    }
    if isHistorical { return Times(stamp: time, sent: time) }
    return Times(stamp: clock.corrected(time, sentAt: sentAt), sent: time)
  }

  /// The instant at `place`, when it can be read: for times that only correct others.
  func readable(_ tape: borrowing JSONTape, _ place: Int) -> Int64? {
    if place == 0 { return nil }
    if tape.kind(place) == .string { return Stamp(iso: tape.string(place))?.milliseconds }
    return tape.number(place).flatMap { Stamp(epoch: $0) }?.milliseconds
  }

  /// Finishes the open row.
  mutating func append(
    _ kind: EventKind, _ times: Times, name: UInt32, person: UInt32, joined: UInt32? = nil,
    messageID: Span<UInt8>
  ) {
    calls.batch.append(
      kind: kind, stamp: times.stamp, name: name, person: person, messageID: messageID)
    if let joined, joined != person { calls.batch.join(joined) }
    sentStamps.append(times.sent)
  }
}
