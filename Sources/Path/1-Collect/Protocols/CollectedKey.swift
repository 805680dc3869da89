import StarlingColumns

/// The write key that several parts of a body may name.
struct CollectedKey {
  private var bytes: [UInt8] = []
  private var isConflicting = false

  /// Notes the key at a place of the tape; anything but a text is none.
  mutating func note(_ tape: borrowing JSONTape, _ place: Int) {
    if place == 0 || tape.kind(place) != .string { return }
    let key = tape.string(place)
    if key.isEmpty || key.count > Limits.writeKeyBytesMax { return }
    if bytes.isEmpty {
      bytes.append(copying: key)
    } else if !bytes.span.matches(key) {
      isConflicting = true
    }
  }

  /// Tells what was found; without anything, what was known before stays.
  func settle(_ collected: inout CollectedRequest) {
    if !bytes.isEmpty { collected.writeKey = String(copying: bytes.span) }
    collected.hasConflictingKeys = isConflicting
  }
}
