/// A set of byte strings, each with a dense code in the order of its first appearance.
///
/// Layout: all strings end to end in `bytes`, their ends in `ends`; `slots` is an open-addressing
/// hash table, linear probing, at most 3/4 full. A slot is 0 when free, else the high half of the
/// string's hash above (code + 1): a probe costs one cache line and touches the strings only for a
/// likely match. An empty table owns no memory; columns that stay unused cost nothing.
package struct ByteTable: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [UInt32] = []
  private var slots: [UInt64] = []
  private var mask = 0

  /// An empty table.
  package init() {}

  /// An empty table with room for about `expected` strings, which saves growing step by step.
  package init(expecting expected: Int) {
    var size = 16
    while size * 3 < expected * 4 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
    ends.reserveCapacity(expected)
  }

  /// Number of different strings.
  package var count: Int { ends.count }

  /// Total length of all strings. Unit: bytes.
  package var byteCount: Int { bytes.count }

  /// Memory in use. Unit: bytes.
  package var memoryBytes: Int { bytes.capacity + ends.capacity * 4 + slots.capacity * 8 }

  /// Where string `code` lies in the arena.
  private func range(_ code: Int) -> Range<Int> {
    (code == 0 ? 0 : Int(ends[code - 1]))..<Int(ends[code])
  }

  /// The string with this code, decoded as UTF-8 with replacement of invalid bytes.
  package func string(_ code: UInt32) -> String {
    String(decoding: bytes[range(Int(code))], as: UTF8.self)
  }

  /// Calls `body` with the bytes of string `code`.
  package func withBytes<Result>(_ code: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    let place = range(Int(code))
    return body(bytes.span.extracting(place))
  }

  /// Whether string `code` is `key`.
  package func isEqual(_ code: UInt32, to key: Span<UInt8>) -> Bool { equals(Int(code), key) }

  /// The code of a string that is in the table.
  ///
  /// - Returns: `nil` when it is not.
  package func code(of key: Span<UInt8>) -> UInt32? {
    if ends.isEmpty { return nil }
    let hash = Hash.bytes(key)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      let code = UInt32(truncatingIfNeeded: entry) &- 1
      if (entry ^ hash) &>> 32 == 0 && equals(Int(code), key) { return code }
      slot = (slot &+ 1) & mask
    }
  }

  /// The code of `string` when it is in the table.
  package func code(of string: String) -> UInt32? {
    let key = Array(string.utf8)
    return code(of: key.span)
  }

  /// The code of `key`, which is added when it is new.
  ///
  /// - Complexity: O(length of the key), amortised.
  package mutating func intern(_ key: Span<UInt8>) -> UInt32 {
    if slots.isEmpty { grow() }
    let hash = Hash.bytes(key)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      let code = UInt32(truncatingIfNeeded: entry) &- 1
      if (entry ^ hash) &>> 32 == 0 && equals(Int(code), key) { return code }
      slot = (slot &+ 1) & mask
    }
    return add(key, hash: hash, at: slot)
  }

  /// The code of `string`, which is added when it is new.
  package mutating func intern(_ string: String) -> UInt32 {
    let key = Array(string.utf8)
    return intern(key.span)
  }

  private mutating func add(_ key: Span<UInt8>, hash: UInt64, at slot: Int) -> UInt32 {
    let code = UInt32(ends.count)
    bytes.append(copying: key)
    ends.append(UInt32(bytes.count))
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(code &+ 1)
    if ends.count * 4 > slots.count * 3 { grow() }
    return code
  }

  private func equals(_ code: Int, _ key: Span<UInt8>) -> Bool {
    bytes.span.extracting(range(code)).matches(key)
  }

  private mutating func grow() {
    let size = max(16, slots.count * 2)
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
    for code in 0..<ends.count {
      let hash = Hash.bytes(bytes.span.extracting(range(code)))
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(code + 1)
    }
  }

  /// The table of strings that lie end to end.
  ///
  /// - Parameter ends: Ascending, the last one the number of bytes.
  /// - Complexity: O(bytes).
  init(bytes: [UInt8], ends: [UInt32]) {
    self.bytes = bytes
    self.ends = ends
    if ends.isEmpty { return }
    var size = 8
    while ends.count * 4 > size * 3 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size / 2)
    grow()
  }
}
