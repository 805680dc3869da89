import StarlingColumns
import StarlingModel

extension CallReader {
  /// When the call happened. Unit: ms since 1970 UTC.
  ///
  /// `timestamp` when it is there. Without it, a device's clock is corrected as the Segment
  /// specification says: receivedAt - (sentAt - originalTimestamp); with one of these missing, the
  /// first that is there of originalTimestamp, sentAt and receivedAt.
  func stamp(
    _ tape: borrowing JSONTape, _ places: CallPlaces, around: CallPlaces?
  ) throws(LineProblem) -> Int64 {
    if places.has(.timestamp) { return try instant(tape, places[.timestamp], "timestamp") }
    let original = places[.originalTimestamp]
    let sent = places.has(.sentAt) ? places[.sentAt] : around?[.sentAt] ?? 0
    let received = places.has(.receivedAt) ? places[.receivedAt] : around?[.receivedAt] ?? 0
    if original != 0 && sent != 0 && received != 0 {
      let wait =
        try instant(tape, sent, "sentAt") - instant(tape, original, "originalTimestamp")
      let stamp = Stamp(milliseconds: try instant(tape, received, "receivedAt") - wait)
      if stamp < .earliestText || stamp > .latestText {
        throw LineProblem(.invalidTime, "receivedAt - (sentAt - originalTimestamp) is out of range")
      }
      return stamp.milliseconds
    }
    if original != 0 { return try instant(tape, original, "originalTimestamp") }
    if sent != 0 { return try instant(tape, sent, "sentAt") }
    if received != 0 { return try instant(tape, received, "receivedAt") }
    throw LineProblem(.missingTime, "no timestamp, originalTimestamp, sentAt or receivedAt")
  }

  /// The instant at `place`: ISO 8601 or a count since 1970. Unit: ms since 1970 UTC.
  func instant(
    _ tape: borrowing JSONTape, _ place: Int, _ field: String
  ) throws(LineProblem) -> Int64 {
    if tape.kind(place) == .string {
      let text = tape.string(place)
      if let stamp = Stamp(iso: text) { return stamp.milliseconds }
      throw LineProblem(
        .invalidTime,
        "\(field) \"\(excerpt(text))\"; expected ISO 8601 such as 2026-03-02T12:00:00.000Z")
    }
    guard let number = tape.number(place) else {
      throw LineProblem(
        .invalidType, "\(field) is \(tape.kind(place).name); expected a string or a number")
    }
    guard let stamp = Stamp(epoch: number) else {
      throw LineProblem(.invalidTime, "\(field) \(number) lies outside the years 1 to 9999")
    }
    return stamp.milliseconds
  }
}
